//! The media thread: sockets and str0m, which itself touches neither socket nor clock.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use str0m::change::SdpOffer;
use str0m::format::Codec;
use str0m::media::{KeyframeRequestKind, MediaData, Mid, SenderFeedback};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc};

use crate::picture::{SMALLEST, size_of_key_frame};
use crate::queue::{Frame, Item, Queue, Report};
use crate::sdp::{Sections, Use};

/// While media flows, packets are collected for this long: one wake-up for many of them costs half of the processor
/// time that one for each does, and repeated requests still come in time.
const COLLECTING: Duration = Duration::from_millis(10);
/// How soon a command is heard while nothing arrives.
const IDLE: Duration = Duration::from_millis(20);
/// A key frame costs its sender much: not more often than this is one asked for.
const BETWEEN_REQUESTS: Duration = Duration::from_millis(500);
/// Held back for packets that come late or again, in packets: a key frame of a large screen has hundreds.
const HELD_BACK_VIDEO: usize = 400;
const HELD_BACK_AUDIO: usize = 15;
/// What arrives while the thread collects, or the machine is busy elsewhere.
const SOCKET_BUFFER: libc::c_int = 4 * 1024 * 1024;
const DATAGRAM: usize = 2000;

pub enum Command {
    Answer(String, Sender<Result<(String, Vec<Use>), String>>),
    Candidate(String, Sender<Result<(), String>>),
    Request(u32),
    Close,
}

#[derive(Default)]
pub struct Counters {
    pub packets: AtomicU64,
    pub bytes: AtomicU64,
    pub gaps: AtomicU64,
    pub fillers: AtomicU64,
    pub requests: AtomicU64,
}

pub struct Session {
    rtc: Rtc,
    sockets: Vec<(SocketAddr, UdpSocket)>,
    sections: Sections,
    queue: Arc<Queue>,
    counters: Arc<Counters>,
    epoch: (Instant, i64),
    wanted: HashMap<Mid, Option<Instant>>,
    /// The latest media time of each section, which tells in which round of 2³² a report is.
    latest: HashMap<Mid, u64>,
}

impl Session {
    pub fn new(queue: Arc<Queue>, counters: Arc<Counters>) -> Self {
        let rtc = Rtc::builder()
            .clear_codecs()
            .enable_opus(true)
            .enable_vp8(true)
            .enable_vp9(true)
            .enable_h264(true)
            .enable_av1(true)
            .set_reordering_size_video(HELD_BACK_VIDEO)
            .set_reordering_size_audio(HELD_BACK_AUDIO)
            .build(Instant::now());
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Session {
            rtc,
            sockets: Vec::new(),
            sections: Sections::default(),
            queue,
            counters,
            epoch: (Instant::now(), since.as_nanos() as i64),
            wanted: HashMap::new(),
            latest: HashMap::new(),
        }
    }

    /// Until it is told to close, or the connection is over.
    pub fn run(mut self, commands: &Receiver<Command>) {
        let mut buffer = vec![0; DATAGRAM];
        let mut flowing = false;
        while let Ok(wait) = self.drain() {
            match self.obey(commands) {
                Obeyed::Nothing => {}
                Obeyed::Something => continue,
                Obeyed::Close => {
                    let _ = self.rtc.close();
                    let _ = self.drain();
                    break;
                }
            }
            if flowing {
                std::thread::sleep(wait.min(COLLECTING));
            } else {
                self.wait_for_packets(wait.min(IDLE));
            }
            match self.receive(&mut buffer) {
                Ok(received) => flowing = received,
                Err(_) => break,
            }
            if !flowing || wait <= COLLECTING {
                if self.rtc.handle_input(Input::Timeout(Instant::now())).is_err() {
                    break;
                }
            }
            if !self.rtc.is_alive() {
                break;
            }
        }
        self.queue.push(Item::State("closed"));
        self.queue.close();
    }

    fn obey(&mut self, commands: &Receiver<Command>) -> Obeyed {
        match commands.try_recv() {
            Err(TryRecvError::Empty) => return Obeyed::Nothing,
            Err(TryRecvError::Disconnected) | Ok(Command::Close) => return Obeyed::Close,
            Ok(Command::Answer(offer, reply)) => {
                let answered = self.answer(&offer);
                let _ = reply.send(answered);
            }
            Ok(Command::Candidate(line, reply)) => {
                let added = self.add_candidate(&line);
                let _ = reply.send(added);
            }
            Ok(Command::Request(number)) => {
                let found = self.sections.uses().into_iter().find(|each| each.number == number);
                if let Some(mid) = found.map(|each| Mid::from(each.alias.as_str())) {
                    self.request_key_frame(mid, Instant::now());
                }
            }
        }
        Obeyed::Something
    }

    fn answer(&mut self, offer: &str) -> Result<(String, Vec<Use>), String> {
        for line in offer.lines() {
            if let Some(candidate) = line.strip_prefix("a=") {
                if candidate.starts_with("candidate:") {
                    self.open_socket_towards(candidate)?;
                }
            }
        }
        let prepared = self.sections.prepare(offer);
        let mut answer = None;
        for text in prepared.rejecting.iter().chain([&prepared.offer]) {
            let parsed = SdpOffer::from_sdp_string(text).map_err(|error| error.to_string())?;
            answer = Some(self.rtc.sdp_api().accept_offer(parsed).map_err(|error| error.to_string())?);
            self.drain().map_err(|error| error.to_string())?;
        }
        let answer = answer.expect("there is always an offer").to_sdp_string();
        let active = self.sections.uses().into_iter().filter(|each| each.active).collect();
        Ok((self.sections.answer(&answer), active))
    }

    fn add_candidate(&mut self, line: &str) -> Result<(), String> {
        self.open_socket_towards(line)?;
        let candidate = Candidate::from_sdp_string(line).map_err(|error| error.to_string())?;
        self.rtc.add_remote_candidate(candidate);
        Ok(())
    }

    /// Bind where this machine would send from to get there. TCP is not spoken.
    fn open_socket_towards(&mut self, candidate: &str) -> Result<(), String> {
        let words: Vec<&str> = candidate.split(' ').collect();
        let (Some(protocol), Some(address), Some(port)) = (words.get(2), words.get(4), words.get(5)) else {
            return Err(format!("not a candidate: {candidate}"));
        };
        let (Ok(ip), Ok(port)) = (address.parse(), port.parse()) else { return Ok(()) };
        if !protocol.eq_ignore_ascii_case("udp") {
            return Ok(());
        }
        let own = match local_address_towards(SocketAddr::new(ip, port)) {
            // An engine in a network this machine does not reach: another of its candidates will do.
            Err(_) => return Ok(()),
            Ok(own) => own,
        };
        if self.sockets.iter().any(|(bound, _)| bound.ip() == own.ip()) {
            return Ok(());
        }
        let socket = bind(own).map_err(|error| error.to_string())?;
        let bound = socket.local_addr().map_err(|error| error.to_string())?;
        let local = Candidate::host(bound, Protocol::Udp).map_err(|error| error.to_string())?;
        self.rtc.add_local_candidate(local);
        self.sockets.push((bound, socket));
        Ok(())
    }

    /// Hand over and send what there is; how long until str0m wants to be called.
    fn drain(&mut self) -> Result<Duration, str0m::RtcError> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(at) => return Ok(at.saturating_duration_since(Instant::now())),
                Output::Transmit(packet) => {
                    if let Some((_, socket)) = self.sockets.iter().find(|(bound, _)| *bound == packet.source) {
                        // Lost like on any network.
                        let _ = socket.send_to(&packet.contents, packet.destination);
                    }
                }
                Output::Event(event) => self.take(event),
            }
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::MediaData(data) => self.take_frame(data),
            Event::SenderFeedback(feedback) => self.take_report(feedback),
            Event::Connected => self.queue.push(Item::State("connected")),
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => {
                self.queue.push(Item::State("disconnected"));
            }
            _ => {}
        }
    }

    fn take_frame(&mut self, data: MediaData) {
        let Some(number) = self.sections.by_alias(&data.mid).map(|each| each.number) else { return };
        let spec = data.params.spec();
        let Some(codec) = name_of(spec.codec) else { return };
        let video = codec != "opus";
        let key = data.is_keyframe();
        let size = if key { size_of_key_frame(spec.codec, &data.data).unwrap_or_default() } else { (0, 0) };
        let now = Instant::now();
        self.latest.insert(data.mid, data.time.numer());
        if key && size != (0, 0) && (size.0 < SMALLEST || size.1 < SMALLEST) {
            self.counters.fillers.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if video && !data.contiguous && !key {
            self.counters.gaps.fetch_add(1, Ordering::Relaxed);
            self.wanted.entry(data.mid).or_insert(None);
        }
        if key {
            self.wanted.remove(&data.mid);
        }
        let frame = Frame {
            use_number: number,
            codec,
            rate: data.time.denom().into(),
            time: data.time.numer(),
            received: self.unix(data.network_time),
            key,
            contiguous: data.contiguous,
            size,
            video,
            data: data.data.clone(),
        };
        if !self.queue.push_frame(frame) && video {
            self.wanted.entry(data.mid).or_insert(None);
        }
        if self.wanted.contains_key(&data.mid) {
            self.request_key_frame(data.mid, now);
        }
    }

    fn take_report(&mut self, feedback: SenderFeedback) {
        let Some(number) = self.sections.by_alias(&feedback.mid).map(|each| each.number) else { return };
        // Before the first frame nothing says where its media times begin.
        let Some(latest) = self.latest.get(&feedback.mid) else { return };
        let info = feedback.sender_info;
        let sent = info.ntp_time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as i64;
        let ahead = (info.rtp_time.numer() as u32).wrapping_sub(*latest as u32) as i32;
        let Some(time) = latest.checked_add_signed(i64::from(ahead)) else { return };
        self.queue.push(Item::Report(Report {
            use_number: number,
            time,
            rate: info.rtp_time.denom().into(),
            sent,
            received: self.unix(feedback.received_at),
        }));
    }

    fn request_key_frame(&mut self, mid: Mid, now: Instant) {
        if self.wanted.get(&mid).copied().flatten().is_some_and(|last| now < last + BETWEEN_REQUESTS) {
            return;
        }
        if let Some(stream) = self.rtc.direct_api().stream_rx_by_mid(mid, None) {
            stream.request_keyframe(KeyframeRequestKind::Pli);
            self.counters.requests.fetch_add(1, Ordering::Relaxed);
        }
        self.wanted.insert(mid, Some(now));
    }

    fn receive(&mut self, buffer: &mut [u8]) -> Result<bool, str0m::RtcError> {
        let mut received = false;
        for index in 0..self.sockets.len() {
            loop {
                let (bound, socket) = &self.sockets[index];
                let bound = *bound;
                let (count, source) = match socket.recv_from(buffer) {
                    Ok(got) => got,
                    // An ICMP answer to something sent before: the next packet may be there all the same.
                    Err(error) if error.kind() == ErrorKind::ConnectionRefused => continue,
                    Err(_) => break,
                };
                received = true;
                self.counters.packets.fetch_add(1, Ordering::Relaxed);
                self.counters.bytes.fetch_add(count as u64, Ordering::Relaxed);
                // What is neither STUN, DTLS nor RTP is none of ours.
                let Ok(packet) = Receive::new(Protocol::Udp, source, bound, &buffer[..count]) else { continue };
                self.rtc.handle_input(Input::Receive(Instant::now(), packet))?;
                self.drain()?;
            }
        }
        Ok(received)
    }

    fn wait_for_packets(&self, timeout: Duration) {
        if self.sockets.is_empty() {
            std::thread::sleep(timeout);
            return;
        }
        let mut wanted: Vec<libc::pollfd> = self
            .sockets
            .iter()
            .map(|(_, socket)| libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 })
            .collect();
        let milliseconds = timeout.as_millis().max(1) as libc::c_int;
        // SAFETY: the descriptors are open as long as `self.sockets`, and the length is the vector's.
        unsafe { libc::poll(wanted.as_mut_ptr(), wanted.len() as libc::nfds_t, milliseconds) };
    }

    fn unix(&self, moment: Instant) -> i64 {
        match moment.checked_duration_since(self.epoch.0) {
            Some(after) => self.epoch.1 + after.as_nanos() as i64,
            None => self.epoch.1 - (self.epoch.0 - moment).as_nanos() as i64,
        }
    }
}

enum Obeyed {
    Nothing,
    Something,
    Close,
}

fn name_of(codec: Codec) -> Option<&'static str> {
    match codec {
        Codec::Opus => Some("opus"),
        Codec::Vp8 => Some("vp8"),
        Codec::Vp9 => Some("vp9"),
        Codec::H264 => Some("h264"),
        Codec::Av1 => Some("av1"),
        _ => None,
    }
}

fn local_address_towards(there: SocketAddr) -> std::io::Result<SocketAddr> {
    let any: SocketAddr = if there.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0u16; 8], 0).into() };
    let probe = UdpSocket::bind(any)?;
    // Sends nothing: it asks the routing table.
    probe.connect(there)?;
    Ok(SocketAddr::new(probe.local_addr()?.ip(), 0))
}

fn bind(own: SocketAddr) -> std::io::Result<UdpSocket> {
    let socket = UdpSocket::bind(own)?;
    socket.set_nonblocking(true)?;
    let size = SOCKET_BUFFER;
    // SAFETY: an open descriptor, and a pointer to an int of that size. The kernel may grant less.
    unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_RCVBUF,
            (&raw const size).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        );
    }
    Ok(socket)
}
