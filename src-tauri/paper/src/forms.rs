//! Drawings inside of drawings.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier};
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

/// Whether a drawing has itself in it, at any depth: drawing it would never end.
pub fn draws_itself(pdf: &Pdf) -> bool {
    let mut inside: HashMap<ObjectIdentifier, Vec<ObjectIdentifier>> = HashMap::new();
    for object in pdf.objects() {
        let Object::Stream(stream) = object else {
            continue;
        };
        let dict = stream.dict();
        if dict
            .get::<Name<'_>>("Subtype")
            .is_none_or(|kind| kind.deref() != b"Form")
        {
            continue;
        }
        let drawings = dict
            .get::<Dict<'_>>("Resources")
            .and_then(|resources| resources.get::<Dict<'_>>("XObject"));
        let Some(drawings) = drawings else {
            continue;
        };
        let named = drawings.keys().filter_map(|name| drawings.get_ref(name.deref()));
        inside.insert(stream.obj_id(), named.map(ObjectIdentifier::from).collect());
    }
    let mut whole: HashSet<ObjectIdentifier> = HashSet::new();
    for start in inside.keys() {
        // The way down from a drawing, and how many of the drawings in each were looked at.
        let mut way: Vec<(ObjectIdentifier, usize)> = vec![(*start, 0)];
        while let Some((at, next)) = way.last_mut() {
            let child = inside.get(at).and_then(|drawings| drawings.get(*next)).copied();
            *next += 1;
            let at = *at;
            match child {
                Some(child) if way.iter().any(|(above, _)| *above == child) => return true,
                Some(child) if !whole.contains(&child) => way.push((child, 0)),
                Some(_) => {}
                None => {
                    whole.insert(at);
                    way.pop();
                }
            }
        }
    }
    false
}
