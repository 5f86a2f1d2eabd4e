//! Threads for work that must also succeed without one. If the system can't start another thread, the
//! caller does the work itself or reports it, while `std::thread::spawn` would panic. Long work makes
//! way for short work. May use: std, rustix for a thread's priority.

use std::cell::Cell;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, mpsc};
use std::thread::{Builder, JoinHandle, Scope, ScopedJoinHandle};
use std::time::{Duration, Instant};

/// Starts a thread.
pub fn start<R: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> R + Send + 'static,
) -> io::Result<JoinHandle<R>> {
    Builder::new().name(name.into()).spawn(work)
}

/// The stack of a thread for deep recursion, in bytes.
const DEEP: usize = 32 * 1024 * 1024;

/// Starts a thread with room for deep recursion.
pub fn start_deep<R: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> R + Send + 'static,
) -> io::Result<JoinHandle<R>> {
    Builder::new().name(name.into()).stack_size(DEEP).spawn(work)
}

/// Starts a thread that works on `what` and ends by itself. Returns `what` if no thread can be started.
pub fn start_with<T: Send + 'static>(
    name: &str,
    what: T,
    work: impl FnOnce(T) + Send + 'static,
) -> Result<(), T> {
    let (give, take) = mpsc::sync_channel(1);
    match start(name, move || take.recv().map(work)) {
        // The thread is waiting for it, so the other end exists.
        Ok(_) => give.send(what).map_err(|unsent| unsent.0),
        Err(_) => Err(what),
    }
}

/// Work in another thread, or still to be done in this one if none could be started.
pub enum Beside<'scope, R, F> {
    /// A thread is doing it.
    There(ScopedJoinHandle<'scope, Option<R>>),
    /// No thread could be started.
    Here(F),
}

thread_local! {
    static ALONE: Cell<bool> = const { Cell::new(false) };
}

/// Runs work without other threads: inside it, [`beside`] leaves everything to this one.
pub fn alone<R>(work: impl FnOnce() -> R) -> R {
    /// Restores the earlier value, even after a panic.
    struct Until(bool);
    impl Drop for Until {
        fn drop(&mut self) {
            ALONE.set(self.0);
        }
    }
    let _until = Until(ALONE.replace(true));
    work()
}

/// Begins work in another thread of `scope` if possible.
pub fn beside<'scope, R, F>(scope: &'scope Scope<'scope, '_>, work: F) -> Beside<'scope, R, F>
where
    R: Send + 'scope,
    F: FnOnce() -> R + Send + 'scope,
{
    if ALONE.get() {
        return Beside::Here(work);
    }
    // Threads that help long work make way too.
    let first = if makes_way() { takes_rests } else { || () };
    there(scope, first, work)
}

/// The nice value of long work, added to that of the process.
const NICE: i32 = 10;

/// Runs long work in a thread that makes way for short work: the system interrupts it as soon as a
/// thread with short work is ready. A thread can't raise its priority again, so it ends with the work,
/// and what sled and the allocator cached for it is freed. If no thread can be started, the work runs
/// here at normal priority.
///
/// `None` if the work panicked.
pub fn politely<R: Send>(work: impl FnOnce() -> R + Send) -> Option<R> {
    // On Linux this affects the calling thread alone. If it isn't allowed, the work runs at normal
    // priority.
    let makes_way = || {
        let _ = rustix::process::nice(NICE);
        takes_rests();
    };
    std::thread::scope(|scope| there(scope, makes_way, work).finish())
}

/// From now on this thread rests when others need the processor.
fn takes_rests() {
    WORKS_SINCE.set(Some(Instant::now()));
}

/// How long work that makes way runs without a rest while others need the processor. The system lets a
/// running thread finish its time slice, which is milliseconds, whatever its priority; a thread that
/// has just woken up should not wait that long.
const BURST: Duration = Duration::from_micros(100);

/// The longest rest.
const LONGEST_REST: Duration = Duration::from_millis(2);

/// For how long after short work more of it is expected.
const LATELY: Duration = Duration::from_millis(50);

/// When this process's own time began.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The time of the last short work, in microseconds of this process's time; 0 if there was none.
static LAST_SHORT: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// Since when this thread has worked without a rest; `None` in threads that don't make way.
    static WORKS_SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
}

fn now() -> u64 {
    u64::try_from(BEGAN.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// Notes that a client waits for something short. Parts of long work don't count.
pub fn short_work() {
    if !makes_way() {
        LAST_SHORT.store(now().max(1), Ordering::Relaxed);
    }
}

/// Whether this thread makes way for others.
pub fn makes_way() -> bool {
    WORKS_SINCE.get().is_some()
}

/// How long work rests after running for `worked`, if the last short work was `ago`.
fn due_rest(worked: Duration, ago: Option<Duration>) -> Option<Duration> {
    let is_needed = worked >= BURST && ago.is_some_and(|ago| ago < LATELY);
    is_needed.then(|| worked.min(LONGEST_REST))
}

/// Rests for as long as the work has run, if there was short work recently; returns whether it did.
/// Call it often, and never while holding something that others wait for. Does nothing in threads that
/// don't make way.
pub fn rest() -> bool {
    let Some(since) = WORKS_SINCE.get() else { return false };
    let worked = since.elapsed();
    if worked < BURST {
        return false;
    }
    let last = LAST_SHORT.load(Ordering::Relaxed);
    let ago = (last > 0).then(|| Duration::from_micros(now().saturating_sub(last)));
    let due = due_rest(worked, ago);
    if let Some(due) = due {
        std::thread::sleep(due);
    }
    WORKS_SINCE.set(Some(Instant::now()));
    due.is_some()
}

/// The number of steps in memory between two looks at the clock.
const STEPS: u32 = 512;

/// Counts steps of long work, and rests between them.
#[derive(Default)]
struct Steps(u32);

impl Steps {
    fn count(&mut self) {
        self.0 = self.0.wrapping_add(1);
        if self.0.is_multiple_of(STEPS) {
            rest();
        }
    }
}

/// Iterates over data in memory with rests.
pub fn with_rests<I: IntoIterator>(all: I) -> impl Iterator<Item = I::Item> {
    let mut steps = Steps::default();
    all.into_iter().inspect(move |_| steps.count())
}

/// Sorts a long slice with rests. Equal elements keep their order, and what is sorted already costs little: a
/// list that grows can be sorted again and again.
pub fn sort_with_rests<T>(all: &mut [T], mut compare: impl FnMut(&T, &T) -> std::cmp::Ordering) {
    let mut steps = Steps::default();
    all.sort_by(|one, other| {
        steps.count();
        compare(one, other)
    });
}

/// Notes that this thread has waited for something, which counts as a rest.
pub fn has_rested() {
    if makes_way() {
        WORKS_SINCE.set(Some(Instant::now()));
    }
}

/// Begins work in a thread of `scope` that runs `first`, if possible.
fn there<'scope, R, F>(
    scope: &'scope Scope<'scope, '_>,
    first: fn(),
    work: F,
) -> Beside<'scope, R, F>
where
    R: Send + 'scope,
    F: FnOnce() -> R + Send + 'scope,
{
    let (give, take) = mpsc::sync_channel::<F>(1);
    let begun = Builder::new().spawn_scoped(scope, move || {
        first();
        take.recv().ok().map(|work| work())
    });
    let Ok(thread) = begun else { return Beside::Here(work) };
    match give.send(work) {
        Ok(()) => Beside::There(thread),
        Err(unsent) => Beside::Here(unsent.0),
    }
}

impl<R, F: FnOnce() -> R> Beside<'_, R, F> {
    /// Waits for the work, or does it here; `None` if its thread panicked.
    pub fn finish(self) -> Option<R> {
        match self {
            Beside::There(thread) => thread.join().ok().flatten(),
            Beside::Here(work) => Some(work()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_beside_or_here() {
        let here: Beside<'_, i32, _> = Beside::Here(|| 1);
        assert_eq!(here.finish(), Some(1));
        let there = std::thread::scope(|scope| beside(scope, || 2).finish());
        assert_eq!(there, Some(2));
        let panicked = std::thread::scope(|scope| {
            beside(scope, || -> i32 { std::panic::resume_unwind(Box::new("gone")) }).finish()
        });
        assert_eq!(panicked, None);
    }

    #[test]
    fn work_that_is_done_alone_stays_in_its_thread() {
        let where_it_is = || std::thread::current().id();
        let beside_me = || std::thread::scope(|scope| beside(scope, where_it_is).finish());
        assert_ne!(beside_me(), Some(where_it_is()));
        assert_eq!(alone(|| (alone(beside_me), beside_me())).1, Some(where_it_is()));
        assert_ne!(beside_me(), Some(where_it_is()), "only as long as it lasts");
    }

    #[test]
    fn long_work_makes_way_and_leaves_its_caller_as_it_was() {
        let nice = || rustix::process::getpriority_process(None).unwrap();
        let (mine, less) = (nice(), (nice() + NICE).min(19));
        assert_eq!(politely(nice), Some(less));
        assert_eq!(alone(|| politely(nice)), Some(less));
        let beside_it = || std::thread::scope(|scope| beside(scope, nice).finish());
        assert_eq!(politely(beside_it), Some(Some(less)), "threads of it too");
        let rests_there = || std::thread::scope(|scope| beside(scope, makes_way).finish());
        assert_eq!((politely(rests_there), rests_there()), (Some(Some(true)), Some(false)));
        assert_eq!(nice(), mine);
    }

    #[test]
    fn long_work_rests_while_others_ask_for_something_short() {
        let (now, lately) = (Some(Duration::ZERO), Some(LATELY));
        assert_eq!(due_rest(BURST, now), Some(BURST));
        assert_eq!(due_rest(10 * LONGEST_REST, now), Some(LONGEST_REST));
        assert_eq!(due_rest(BURST / 2, now), None, "it has just begun");
        assert_eq!((due_rest(BURST, lately), due_rest(BURST, None)), (None, None));
        // Short work keeps coming: it rests before long.
        let rests = || {
            while !rest() {
                LAST_SHORT.store(super::now().max(1), Ordering::Relaxed);
            }
        };
        assert_eq!(politely(rests), Some(()));
        short_work();
        assert!(!rest(), "this thread doesn't make way");
        assert!(!makes_way() && politely(makes_way) == Some(true));
    }

    #[test]
    fn much_in_memory_is_gone_through_and_sorted_with_rests() {
        /// Whether work rests while short work keeps coming.
        fn rests(work: impl Fn() + Sync) -> bool {
            let rested = || {
                let began = Instant::now();
                while WORKS_SINCE.get().is_some_and(|since| since <= began) {
                    LAST_SHORT.store(super::now().max(1), Ordering::Relaxed);
                    work();
                }
                makes_way()
            };
            politely(rested) == Some(true)
        }
        let many: Vec<u64> = (0..20_000).map(|n| n * 7_919 % 20_011).collect();
        assert!(rests(|| assert_eq!(with_rests(&many).count(), many.len())));
        assert!(rests(|| {
            let mut sorted = many.clone();
            sort_with_rests(&mut sorted, u64::cmp);
            assert!(sorted.is_sorted() && sorted.len() == many.len());
        }));
    }

    #[test]
    fn what_a_thread_works_on_reaches_it() {
        let (tell, told) = mpsc::channel();
        let what = vec![3];
        start_with("test", what, move |what| drop(tell.send(what))).unwrap();
        assert_eq!(told.recv(), Ok(vec![3]));
    }
}
