//! What is changed in LiveKit's offers before str0m sees them, and in str0m's answers before LiveKit does.
//!
//! - The engine uses a transceiver again, with a new SSRC, when a track is published anew. str0m 0.23 would go on with
//!   the depacketiser of the track before and lose the new one, so a new use is shown to it under a fresh mid, after an
//!   offer that rejects the old one.
//! - Only receiving is agreed to, whatever the offer's direction: str0m mirrors `sendrecv`.
//! - Streams are told apart by the SSRCs in the offer, not by header extensions that still carry the old mid.

use std::collections::HashMap;

const DROPPED_EXTENSIONS: [&str; 3] = [
    "urn:ietf:params:rtp-hdrext:sdes:mid",
    "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
];

/// One use of a transceiver: what the engine sends there until it sends something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub number: u32,
    /// The engine's name of the section.
    pub mid: String,
    /// The name str0m knows.
    pub alias: String,
    pub kind: String,
    /// `a=msid`: stream and track.
    pub stream: String,
    pub track: String,
    ssrc: Option<u32>,
    pub active: bool,
}

/// An offer made ready: to be accepted in this order, the last one's answer counts.
pub struct Prepared {
    /// Rejects what was replaced.
    pub rejecting: Option<String>,
    pub offer: String,
}

/// The sections of all offers so far.
#[derive(Default)]
pub struct Sections {
    uses: HashMap<String, Use>,
    count: u32,
}

struct Section {
    lines: Vec<String>,
}

impl Section {
    fn value(&self, prefix: &str) -> Option<&str> {
        self.lines.iter().find_map(|line| line.strip_prefix(prefix))
    }

    fn has(&self, wanted: &str) -> bool {
        self.lines.iter().any(|line| line == wanted)
    }

    fn is_media(&self) -> bool {
        self.lines[0].starts_with("m=audio") || self.lines[0].starts_with("m=video")
    }

    fn rejected(&self) -> bool {
        self.lines[0].split(' ').nth(1) == Some("0")
    }

    fn sends(&self) -> bool {
        !self.rejected() && !self.has("a=inactive") && !self.has("a=recvonly")
    }
}

impl Sections {
    /// What an offer says of its media, and the same offer as str0m can take it.
    pub fn prepare(&mut self, offer: &str) -> Prepared {
        let mut parts = split(offer);
        let mut replaced: Vec<(String, String)> = Vec::new();
        for part in parts.iter().skip(1).filter(|part| part.is_media()) {
            let Some(mid) = part.value("a=mid:").map(str::to_owned) else { continue };
            let sends = part.sends();
            let ssrc = part.value("a=ssrc:").and_then(|value| value.split(' ').next()).and_then(|number| number.parse().ok());
            let (stream, track) = part.value("a=msid:").and_then(|value| value.split_once(' ')).unwrap_or(("", ""));
            let known = self.uses.get_mut(&mid);
            match known {
                Some(known) if !sends => known.active = false,
                Some(known) if known.ssrc == ssrc && known.track == track => known.active = true,
                known => {
                    let alias = match &known {
                        // Never sent before: nothing to replace.
                        None => mid.clone(),
                        Some(known) if known.ssrc.is_none() => known.alias.clone(),
                        Some(known) => {
                            let fresh = format!("{mid}u{}", self.count);
                            replaced.push((known.alias.clone(), mid.clone()));
                            fresh
                        }
                    };
                    let kind = if part.lines[0].starts_with("m=audio") { "audio" } else { "video" };
                    let number = self.count;
                    self.count += 1;
                    self.uses.insert(
                        mid.clone(),
                        Use {
                            number,
                            mid,
                            alias,
                            kind: kind.into(),
                            stream: stream.into(),
                            track: track.into(),
                            ssrc: ssrc.filter(|_| sends),
                            active: sends,
                        },
                    );
                }
            }
        }
        for part in parts.iter_mut().skip(1).filter(|part| part.is_media()) {
            receive_only(part);
        }
        let rejecting = (!replaced.is_empty()).then(|| self.reject(&parts, &replaced));
        self.rename(&mut parts);
        Prepared { rejecting, offer: join(&parts) }
    }

    /// What is sent now, or was.
    pub fn uses(&self) -> Vec<Use> {
        let mut all: Vec<Use> = self.uses.values().filter(|each| each.ssrc.is_some()).cloned().collect();
        all.sort_by_key(|each| each.number);
        all
    }

    pub fn by_alias(&self, alias: &str) -> Option<&Use> {
        self.uses.values().find(|each| each.alias == alias)
    }

    /// str0m's answer with the engine's names, and without what it would send.
    pub fn answer(&self, answer: &str) -> String {
        let mut parts = split(answer);
        for part in parts.iter_mut().skip(1) {
            part.lines.retain(|line| !line.starts_with("a=ssrc") && !line.starts_with("a=msid:"));
            for line in &mut part.lines {
                if line == "a=sendrecv" || line == "a=sendonly" {
                    *line = if line == "a=sendrecv" { "a=recvonly".into() } else { "a=inactive".into() };
                }
            }
        }
        let names: HashMap<String, String> =
            self.uses.values().map(|each| (each.alias.clone(), each.mid.clone())).collect();
        rename(&mut parts, &names);
        join(&parts)
    }

    fn rename(&self, parts: &mut [Section]) {
        let names = self.uses.values().map(|each| (each.mid.clone(), each.alias.clone())).collect();
        rename(parts, &names);
    }

    /// The same offer with the replaced sections as they were before, rejected.
    fn reject(&self, parts: &[Section], replaced: &[(String, String)]) -> String {
        let mut parts: Vec<Section> = parts.iter().map(|part| Section { lines: part.lines.clone() }).collect();
        let old: HashMap<String, String> =
            replaced.iter().map(|(alias, mid)| (mid.clone(), alias.clone())).collect();
        let mut names: HashMap<String, String> =
            self.uses.values().map(|each| (each.mid.clone(), each.alias.clone())).collect();
        names.extend(old.clone());
        rename(&mut parts, &names);
        for part in parts.iter_mut().skip(1) {
            if part.value("a=mid:").is_some_and(|mid| old.values().any(|alias| alias == mid)) {
                let mut words: Vec<&str> = part.lines[0].split(' ').collect();
                words[1] = "0";
                part.lines[0] = words.join(" ");
            }
        }
        for line in &mut parts[0].lines {
            if let Some(mids) = line.strip_prefix("a=group:BUNDLE ") {
                let kept: Vec<&str> = mids.split(' ').filter(|mid| !old.values().any(|alias| alias == mid)).collect();
                *line = format!("a=group:BUNDLE {}", kept.join(" "));
            }
        }
        join(&parts)
    }
}

fn split(sdp: &str) -> Vec<Section> {
    let mut parts = vec![Section { lines: Vec::new() }];
    for line in sdp.lines().map(|line| line.trim_end_matches('\r')).filter(|line| !line.is_empty()) {
        if line.starts_with("m=") {
            parts.push(Section { lines: Vec::new() });
        }
        parts.last_mut().expect("never empty").lines.push(line.to_owned());
    }
    parts
}

fn join(parts: &[Section]) -> String {
    parts.iter().flat_map(|part| &part.lines).flat_map(|line| [line.as_str(), "\r\n"]).collect()
}

fn receive_only(part: &mut Section) {
    part.lines.retain(|line| {
        !(line.starts_with("a=extmap:") && DROPPED_EXTENSIONS.iter().any(|name| line.ends_with(name)))
    });
    for line in &mut part.lines {
        if line == "a=sendrecv" {
            *line = "a=sendonly".into();
        }
    }
}

fn rename(parts: &mut [Section], names: &HashMap<String, String>) {
    let named = |mid: &str| names.get(mid).map_or(mid.to_owned(), String::clone);
    for line in &mut parts[0].lines {
        if let Some(mids) = line.strip_prefix("a=group:BUNDLE ") {
            let mids: Vec<String> = mids.split(' ').map(named).collect();
            *line = format!("a=group:BUNDLE {}", mids.join(" "));
        }
    }
    for line in parts.iter_mut().skip(1).flat_map(|part| &mut part.lines) {
        if let Some(mid) = line.strip_prefix("a=mid:") {
            *line = format!("a=mid:{}", named(mid));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(sections: &[(&str, &str, &str, u32)]) -> String {
        let mids: Vec<&str> = sections.iter().map(|each| each.0).collect();
        let mut sdp = format!("v=0\r\na=group:BUNDLE {}\r\n", mids.join(" "));
        for (mid, direction, track, ssrc) in sections {
            sdp += &format!("m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:{mid}\r\na={direction}\r\n");
            sdp += "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n";
            if *ssrc > 0 {
                sdp += &format!("a=msid:stream {track}\r\na=ssrc:{ssrc} cname:x\r\n");
            }
        }
        sdp
    }

    #[test]
    fn a_section_that_is_used_again_gets_a_fresh_mid_after_its_rejection() {
        let mut sections = Sections::default();
        let first = sections.prepare(&offer(&[("0", "sendrecv", "a", 1), ("1", "sendonly", "b", 2)]));
        assert!(first.rejecting.is_none());
        assert!(!first.offer.contains("sendrecv") && !first.offer.contains("sdes:mid"));
        sections.prepare(&offer(&[("0", "sendrecv", "a", 1), ("1", "inactive", "", 0)]));
        let third = sections.prepare(&offer(&[("0", "sendrecv", "a", 1), ("1", "sendonly", "c", 3)]));
        let rejecting = third.rejecting.expect("the old use is rejected first");
        assert!(rejecting.contains("m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n"));
        assert!(rejecting.contains("a=group:BUNDLE 0\r\n"));
        assert!(third.offer.contains("a=group:BUNDLE 0 1u2\r\n") && third.offer.contains("a=mid:1u2\r\n"));
        let fresh = sections.by_alias("1u2").expect("known by its alias");
        assert_eq!((fresh.mid.as_str(), fresh.track.as_str(), fresh.number), ("1", "c", 2));
        assert!(sections.answer(&third.offer).contains("a=mid:1\r\n"));
    }

    #[test]
    fn the_same_track_again_is_the_same_use() {
        let mut sections = Sections::default();
        sections.prepare(&offer(&[("0", "sendonly", "a", 1)]));
        sections.prepare(&offer(&[("0", "inactive", "", 0)]));
        assert!(!sections.uses()[0].active);
        let again = sections.prepare(&offer(&[("0", "sendonly", "a", 1)]));
        assert!(again.rejecting.is_none());
        assert_eq!((sections.uses().len(), sections.uses()[0].active), (1, true));
    }

    #[test]
    fn a_section_that_never_sent_keeps_its_mid() {
        let mut sections = Sections::default();
        sections.prepare(&offer(&[("0", "inactive", "", 0)]));
        assert!(sections.uses().is_empty());
        let then = sections.prepare(&offer(&[("0", "sendonly", "a", 1)]));
        assert!(then.rejecting.is_none() && then.offer.contains("a=mid:0\r\n"));
    }

    #[test]
    fn an_answer_only_receives_and_names_no_stream_of_ours() {
        let sections = Sections::default();
        let answer = "v=0\r\nm=audio 9 X 1\r\na=mid:0\r\na=sendrecv\r\na=msid:- t\r\na=ssrc:5 cname:c\r\n";
        assert_eq!(sections.answer(answer), "v=0\r\nm=audio 9 X 1\r\na=mid:0\r\na=recvonly\r\n");
    }
}
