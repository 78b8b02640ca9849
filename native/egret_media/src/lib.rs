//! Receives what the participants of a meeting send, as encoded frames, over WebRTC; never decodes.
//!
//! Python signals (offers, candidates), a thread of this module receives, and `Receiver.take` hands over what came.
//! `egret_media.pyi` documents the interface.

mod picture;
mod queue;
mod sdp;
mod session;

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use queue::{Item, Queue};
use session::{Command, Counters, Session};

create_exception!(egret_media, Refused, PyValueError);

#[pyclass(frozen, get_all, module = "egret_media")]
struct Track {
    number: u32,
    mid: String,
    kind: String,
    stream: String,
    track: String,
}

#[pyclass(frozen, get_all, module = "egret_media")]
struct Frame {
    track: u32,
    codec: &'static str,
    rate: u64,
    time: u64,
    received: i64,
    key: bool,
    contiguous: bool,
    width: u32,
    height: u32,
    data: Py<PyBytes>,
}

#[pyclass(frozen, get_all, module = "egret_media")]
struct Report {
    track: u32,
    rate: u64,
    time: u64,
    sent: i64,
    received: i64,
}

#[pyclass(frozen, get_all, module = "egret_media")]
struct State {
    name: &'static str,
}

#[pyclass(frozen, get_all, module = "egret_media")]
struct Counts {
    packets: u64,
    bytes: u64,
    gaps: u64,
    fillers: u64,
    requests: u64,
    dropped: u64,
}

#[pyclass(frozen, module = "egret_media")]
struct Receiver {
    commands: Mutex<Sender<Command>>,
    queue: Arc<Queue>,
    counters: Arc<Counters>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Receiver {
    fn send(&self, command: Command) -> PyResult<()> {
        let commands = self.commands.lock().expect("no thread panics with it");
        commands.send(command).map_err(|_| Refused::new_err("the connection is closed"))
    }

    fn ask<T: Send>(&self, py: Python<'_>, make: impl FnOnce(Sender<Result<T, String>>) -> Command) -> PyResult<T> {
        let (reply, answer) = channel();
        self.send(make(reply))?;
        let answered = py.detach(move || answer.recv());
        answered.map_err(|_| Refused::new_err("the connection is closed"))?.map_err(Refused::new_err)
    }
}

#[pymethods]
impl Receiver {
    #[new]
    fn new(capacity: usize) -> PyResult<Self> {
        let queue = Arc::new(Queue::new(capacity));
        let counters = Arc::new(Counters::default());
        let (commands, heard) = channel();
        let session = Session::new(queue.clone(), counters.clone());
        let thread = std::thread::Builder::new().name("egret-media".into()).spawn(move || session.run(&heard))?;
        Ok(Receiver { commands: Mutex::new(commands), queue, counters, thread: Mutex::new(Some(thread)) })
    }

    fn answer(&self, py: Python<'_>, offer: String) -> PyResult<(String, Vec<Track>)> {
        let (answer, uses) = self.ask(py, |reply| Command::Answer(offer, reply))?;
        let tracks = uses
            .into_iter()
            .map(|each| Track {
                number: each.number,
                mid: each.mid,
                kind: each.kind,
                stream: each.stream,
                track: each.track,
            })
            .collect();
        Ok((answer, tracks))
    }

    fn add_candidate(&self, py: Python<'_>, candidate: String) -> PyResult<()> {
        self.ask(py, |reply| Command::Candidate(candidate, reply))
    }

    fn request_key_frame(&self, track: u32) -> PyResult<()> {
        self.send(Command::Request(track))
    }

    fn take(&self, py: Python<'_>, timeout: f64) -> PyResult<Vec<Py<PyAny>>> {
        let timeout = Duration::try_from_secs_f64(timeout).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let items = py.detach(|| self.queue.take(timeout));
        items.into_iter().map(|item| to_python(py, item)).collect()
    }

    fn counts(&self) -> Counts {
        Counts {
            packets: self.counters.packets.load(Ordering::Relaxed),
            bytes: self.counters.bytes.load(Ordering::Relaxed),
            gaps: self.counters.gaps.load(Ordering::Relaxed),
            fillers: self.counters.fillers.load(Ordering::Relaxed),
            requests: self.counters.requests.load(Ordering::Relaxed),
            dropped: self.queue.dropped(),
        }
    }

    fn close(&self, py: Python<'_>) {
        let _ = self.send(Command::Close);
        let thread = self.thread.lock().expect("no thread panics with it").take();
        if let Some(thread) = thread {
            let _ = py.detach(|| thread.join());
        }
    }
}

fn to_python(py: Python<'_>, item: Item) -> PyResult<Py<PyAny>> {
    Ok(match item {
        Item::Frame(frame) => Py::new(
            py,
            Frame {
                track: frame.use_number,
                codec: frame.codec,
                rate: frame.rate,
                time: frame.time,
                received: frame.received,
                key: frame.key,
                contiguous: frame.contiguous,
                width: frame.size.0,
                height: frame.size.1,
                data: PyBytes::new(py, &frame.data).unbind(),
            },
        )?
        .into_any(),
        Item::Report(report) => Py::new(
            py,
            Report {
                track: report.use_number,
                rate: report.rate,
                time: report.time,
                sent: report.sent,
                received: report.received,
            },
        )?
        .into_any(),
        Item::State(name) => Py::new(py, State { name })?.into_any(),
    })
}

#[pymodule]
fn egret_media(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Receiver>()?;
    module.add_class::<Track>()?;
    module.add_class::<Frame>()?;
    module.add_class::<Report>()?;
    module.add_class::<State>()?;
    module.add_class::<Counts>()?;
    module.add("Refused", module.py().get_type::<Refused>())
}
