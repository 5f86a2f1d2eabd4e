//! Customers of a seeded month: names, accounts, telephones.

use super::chance::Chance;

const PLACES: [&str; 44] = [
    "Kigali", "Musanze", "Huye", "Rubavu", "Nyagatare", "Rwamagana", "Muhanga", "Karongi", "Rusizi", "Bugesera",
    "Gisenyi", "Virunga", "Akagera", "Kivu", "Nyungwe", "Remera", "Kimironko", "Nyarugenge", "Gasabo", "Kicukiro",
    "Toronto", "Québec", "Montréal", "Ottawa", "Halifax", "Laval", "Lyon", "Nantes", "Brest", "Orléans", "Genève",
    "Malmö", "Göteborg", "Århus", "Bergen", "Köln", "München", "Leeds", "York", "Bristol", "Great Lakes",
    "Mille Collines", "Saint-Laurent", "Lac Vert",
];
const TRADES: [&str; 46] = [
    "Trading", "Construction", "Bakery", "Boulangerie", "Pharmacie", "Pharmacy", "Hardware", "Quincaillerie",
    "Transport", "Logistics", "Consulting", "Engineering", "Electronics", "Printing", "Imprimerie", "Hôtel",
    "Hotel", "Restaurant", "Café", "Motors", "Garage", "Textiles", "Furniture", "Meubles", "Farms", "Coffee",
    "Tea Estate", "Dairy", "Laiterie", "Clinic", "Clinique", "School", "École Primaire", "Academy", "Security",
    "Cleaning Services", "Water Supply", "Energy", "Solar", "Insurance Brokers", "Real Estate", "Management",
    "International", "Développement", "Distribution", "Import Export",
];
const FRONTS: [&str; 40] = [
    "Blue", "Golden", "New", "Royal", "First", "United", "Umoja", "Amahoro", "Inzozi", "Ishema", "Isoko", "Urugwiro",
    "Imena", "Intare", "Ingenzi", "Ubumwe", "Sunrise", "Green", "Silver", "Star", "Alpha", "Delta", "Omega", "Prime",
    "Crown", "Eagle", "Lion", "Crystal", "Maison", "Société", "Groupe", "Atelier", "Beaulieu", "Tremblay",
    "Gagnon", "Müller", "Søndergaard", "Björk", "O'Neill", "McDonald",
];
const FORMS: [&str; 12] =
    ["Ltd", "Limited", "Ltd", "Ltd", "SARL", "Inc.", "S.A.", "Co. Ltd", "Ltée", "GmbH", "Cooperative", "Plc"];
const FIRSTS: [&str; 48] = [
    "Jean", "Marie", "Claude", "Jeanne", "Eric", "Alice", "Patrick", "Diane", "Emmanuel", "Chantal", "Olivier",
    "Solange", "Innocent", "Josiane", "Théogène", "Béatrice", "François", "Agnès", "Aimé", "Clémentine",
    "Vincent", "Denise", "Fabrice", "Grace", "Samuel", "Esther", "David", "Ruth", "Peter", "Sarah", "Michael",
    "Emma", "Thomas", "Sophie", "Louis", "Camille", "Hugo", "Léa", "Björn", "Ingrid", "Lars", "Anna",
    "Jean-Paul", "Marie-Claire", "Jean de Dieu", "Jean Bosco", "Yves", "Odette",
];
const LASTS: [&str; 60] = [
    "Uwimana", "Mukamana", "Habimana", "Niyonzima", "Uwase", "Ndayisaba", "Mugisha", "Ingabire", "Hakizimana",
    "Nsengimana", "Murekatete", "Bizimana", "Iradukunda", "Nshimiyimana", "Mutesi", "Kagabo", "Rutayisire",
    "Gasana", "Kayitesi", "Munyaneza", "Twagiramungu", "Rukundo", "Umutoni", "Karangwa", "Nkurunziza",
    "Smith", "Johnson", "Williams", "Brown", "Taylor", "Wilson", "Clarke", "Walker", "Wright", "Hughes",
    "Tremblay", "Gagnon", "Roy", "Bouchard", "Côté", "Lefèvre", "Dubois", "Moreau", "Lambert", "Rousseau",
    "Müller", "Schäfer", "Weiß", "Jönsson", "Lindström", "Sørensen", "O'Brien", "MacLeod", "Van den Berg",
    "De Vries", "Kowalski", "Nowak", "García", "Fernández", "Okafor",
];

/// A customer.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub contact: String,
    pub phone: String,
    pub account: String,
    pub is_company: bool,
    /// Whether invoices to it bear its purchase orders.
    pub has_orders: bool,
    /// The discount it is allowed, in percent.
    pub discount: i64,
    /// The currency it is billed in.
    pub currency: usize,
    /// Another with the same name.
    pub twin: Option<usize>,
}

fn person(chance: &mut Chance) -> String {
    let (first, last) = (*chance.pick(&FIRSTS), *chance.pick(&LASTS));
    match chance.below(3) {
        0 => format!("{first} {} {last}", chance.pick(&FIRSTS)),
        1 => format!("{first} {last}-{}", chance.pick(&LASTS)),
        _ => format!("{first} {last}"),
    }
}

fn company(chance: &mut Chance) -> String {
    let form = *chance.pick(&FORMS);
    let (front, place, trade) =
        (*chance.pick(&FRONTS), *chance.pick(&PLACES), *chance.pick(&TRADES));
    match chance.below(5) {
        0 => format!("{place} {trade} {form}"),
        1 => format!("{front} {trade} {form}"),
        2 => format!("{front} {place} {trade} {form}"),
        3 => format!("{} {trade} {form}", chance.pick(&LASTS)),
        _ => format!("{} & {} {trade} {form}", chance.pick(&LASTS), chance.pick(&LASTS)),
    }
}

/// A name nobody in the book has on purpose.
pub fn stranger(chance: &mut Chance) -> String {
    if chance.percent(60) { person(chance) } else { company(chance) }
}

/// So many customers; three in a hundred share their name with another.
pub fn people(chance: &mut Chance, count: usize) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::with_capacity(count);
    for at in 0..count {
        let is_company = chance.percent(70);
        let name = if is_company { company(chance) } else { person(chance) };
        let mut one = Person {
            name,
            contact: person(chance),
            phone: format!("+250 78{} {} {}", chance.digits(1), chance.digits(3), chance.digits(3)),
            account: format!("{}{}{}", chance.pick(&["RW", "CA", "FR", "DE", "SE"]), chance.digits(2), chance.digits(16)),
            is_company,
            has_orders: is_company && chance.percent(20),
            discount: if chance.percent(15) { *chance.pick(&[1, 2, 2, 2, 3]) } else { 0 },
            currency: match chance.below(100) {
                0..60 => 0,
                60..85 => 1,
                _ => 2,
            },
            twin: None,
        };
        if at > 10 && chance.percent(2) {
            let other = chance.below(at);
            if people[other].twin.is_none() {
                one.name = people[other].name.clone();
                one.currency = people[other].currency;
                one.twin = Some(other);
                people[other].twin = Some(at);
            }
        }
        people.push(one);
    }
    people
}
