"""A mail server on loopback for tests, by aiosmtpd: STARTTLS or TLS at once, and a login.

Prints its port, then keeps each message that it took as a line of JSON in a file, before it answers.
What it does with a message depends on the name before the @ of the recipient.
"""

import asyncio
import email
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    def __init__(self, path):
        self.file = open(path, "a")

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "nobody":
            return "550 5.1.1 no such mailbox"
        if name == "busy":
            return "451 4.7.1 try again later"
        if name == "hangs":
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "spam":
            return "554 5.7.1 looks like spam"
        if name == "silent":
            await asyncio.sleep(3600)
        message = email.message_from_bytes(envelope.content)
        attached = [part.get_payload(decode=True)[:5].decode("latin-1") for part in message.walk()
                    if part.get_filename()]
        names = [part.get_filename() for part in message.walk() if part.get_filename()]
        body = [part.get_payload(decode=True).decode() for part in message.walk()
                if part.get_content_type() == "text/plain" and not part.get_filename()]
        subject = str(email.header.make_header(email.header.decode_header(message["Subject"])))
        line = {"id": message["Message-ID"], "to": envelope.rcpt_tos[0], "subject": subject,
                "from": message["From"], "body": "".join(body), "names": names,
                "attached": "".join(attached)}
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        return "250 2.0.0 taken"


def login(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"ar", b"sesame"))


async def main(mailbox, certificate, key, way):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    keeper = Mailbox(mailbox)
    starttls = way == "starttls"

    def session():
        return SMTP(keeper, authenticator=login, auth_required=True,
                    tls_context=context if starttls else None, require_starttls=starttls,
                    auth_require_tls=starttls, enable_SMTPUTF8=False)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        session, "127.0.0.1", 0, ssl=None if starttls else context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
