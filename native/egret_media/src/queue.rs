//! What the media thread hands over: bounded, so that whoever stores it slowly costs frames, which are counted, and
//! never the media thread.

use std::collections::{HashSet, VecDeque};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// An encoded frame.
pub struct Frame {
    pub use_number: u32,
    pub codec: &'static str,
    pub rate: u64,
    pub time: u64,
    /// Nanoseconds of Unix time, by this machine's clock.
    pub received: i64,
    pub key: bool,
    pub contiguous: bool,
    pub size: (u32, u32),
    pub video: bool,
    pub data: std::sync::Arc<[u8]>,
}

/// A sender report: `time` of the media was `sent` by the publisher's clock.
pub struct Report {
    pub use_number: u32,
    pub time: u64,
    pub rate: u64,
    pub sent: i64,
    pub received: i64,
}

pub enum Item {
    Frame(Frame),
    Report(Report),
    State(&'static str),
}

#[derive(Default)]
struct Inner {
    items: VecDeque<Item>,
    bytes: usize,
    dropped: u64,
    /// Pictures of which a frame was dropped: what follows is of no use before the next key frame.
    broken: HashSet<u32>,
    closed: bool,
}

pub struct Queue {
    inner: Mutex<Inner>,
    filled: Condvar,
    capacity: usize,
}

impl Queue {
    pub fn new(capacity: usize) -> Self {
        Queue { inner: Mutex::default(), filled: Condvar::new(), capacity }
    }

    /// False when the frame had no room; a key frame is wanted then.
    pub fn push_frame(&self, frame: Frame) -> bool {
        let mut inner = self.inner.lock().expect("no thread panics with it");
        let waits = frame.video && inner.broken.contains(&frame.use_number) && !frame.key;
        if waits || inner.bytes + frame.data.len() > self.capacity {
            inner.dropped += 1;
            if frame.video {
                inner.broken.insert(frame.use_number);
            }
            return false;
        }
        inner.broken.remove(&frame.use_number);
        inner.bytes += frame.data.len();
        inner.items.push_back(Item::Frame(frame));
        self.filled.notify_one();
        true
    }

    pub fn push(&self, item: Item) {
        self.inner.lock().expect("no thread panics with it").items.push_back(item);
        self.filled.notify_one();
    }

    pub fn close(&self) {
        self.inner.lock().expect("no thread panics with it").closed = true;
        self.filled.notify_all();
    }

    /// All that waits; waits for the first one itself. Empty after `timeout`, or when closed.
    pub fn take(&self, timeout: Duration) -> Vec<Item> {
        let inner = self.inner.lock().expect("no thread panics with it");
        let (mut inner, _) = self
            .filled
            .wait_timeout_while(inner, timeout, |inner| inner.items.is_empty() && !inner.closed)
            .expect("no thread panics with it");
        inner.bytes = 0;
        inner.items.drain(..).collect()
    }

    pub fn dropped(&self) -> u64 {
        self.inner.lock().expect("no thread panics with it").dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(key: bool, video: bool, size: usize) -> Frame {
        Frame {
            use_number: 1,
            codec: "vp8",
            rate: 90_000,
            time: 0,
            received: 0,
            key,
            contiguous: true,
            size: (0, 0),
            video,
            data: vec![0; size].into(),
        }
    }

    #[test]
    fn a_full_queue_drops_counts_and_goes_on_with_a_key_frame() {
        let queue = Queue::new(100);
        assert!(queue.push_frame(frame(true, true, 60)));
        assert!(!queue.push_frame(frame(false, true, 60)));
        assert_eq!(queue.take(Duration::ZERO).len(), 1);
        assert!(!queue.push_frame(frame(false, true, 10)), "it refers to the one that was dropped");
        assert!(queue.push_frame(frame(true, true, 10)));
        assert!(queue.push_frame(frame(false, true, 10)));
        assert_eq!((queue.dropped(), queue.take(Duration::ZERO).len()), (2, 2));
    }

    #[test]
    fn sound_goes_on_after_a_drop() {
        let queue = Queue::new(10);
        assert!(!queue.push_frame(frame(false, false, 11)));
        assert!(queue.push_frame(frame(false, false, 10)));
    }

    #[test]
    fn a_closed_queue_waits_for_nothing() {
        let queue = Queue::new(10);
        queue.close();
        assert!(queue.take(Duration::from_secs(60)).is_empty());
    }
}
