//! The macro by which every operation is written once: what it takes, what it gives back, what it may touch.

/// Makes the table of operations. Each has one of five kinds:
///
/// * `query` reads the data file and is given no way to write to it;
/// * `act` writes to it, then tells everybody that something has changed and wakes the ticking thread;
/// * `quiet` writes to it and tells nobody;
/// * `apart` holds nothing of the data file: it works on the session, and takes the file where it needs it;
/// * `tells` does the same, and tells everybody before it answers. The page holds back all news until then, so none of these
///   waits for the person, nor for long while others can write: what does both is `apart`, and the page hears of it at once.
///
/// It expands to a method of [`crate::Session`] for each, [`dispatch`](crate::dispatch) by name and JSON, the names, and,
/// for tests, what the page's interface is generated from.
macro_rules! api {
    (
        ($session:ident, $data:ident, $now:ident)
        operations {
            $($(#[doc = $doc:literal])* $kind:ident $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $answer:ty)? $body:block)*
        }
    ) => {
        impl $crate::Session {
            $($(#[doc = $doc])*
            #[allow(unused_variables, reason = "not every operation needs all that it is handed")]
            pub fn $name(&self, $($arg: $ty),*) -> daozhang_core::Outcome<api!(@answer $($answer)?)> {
                let $session = self;
                api!(@run $kind $session $data $now $body)
            })*
        }

        /// Every operation, by its name on the wire.
        pub const OPERATIONS: &[&str] = &[$(stringify!($name)),*];

        /// Carries an operation out: `payload` is an object of its arguments, named in camel case.
        ///
        /// # Errors
        /// What the operation refuses; an operation that there is not, and arguments that are not its own.
        pub fn dispatch(session: &$crate::Session, name: &str, payload: serde_json::Value) -> daozhang_core::Outcome<serde_json::Value> {
            match name {
                $(stringify!($name) => {
                    #[derive(serde::Deserialize)]
                    #[serde(rename_all = "camelCase")]
                    struct Given { $($arg: $ty),* }
                    #[allow(unused_variables, reason = "some operations take nothing")]
                    let given: Given = $crate::table::given(name, payload)?;
                    $crate::table::answer(name, session.$name($(given.$arg),*)?)
                })*
                _ => Err($crate::table::unknown(name)),
            }
        }

        #[cfg(test)]
        pub(crate) fn schema(cfg: &ts_rs::Config) -> $crate::schema::Schema {
            let mut schema = $crate::schema::Schema::default();
            $(schema.operation(
                stringify!($kind),
                stringify!($name),
                &[$($doc),*],
                vec![$((stringify!($arg), schema.ty::<$ty>(cfg))),*],
                schema.ty::<api!(@answer $($answer)?)>(cfg),
            );)*
            $crate::events::describe(&mut schema, cfg);
            schema
        }
    };
    (@answer) => { () };
    (@answer $answer:ty) => { $answer };
    (@run query $session:ident $data:ident $now:ident $body:block) => { $session.read(|$data, $now| $body) };
    (@run act $session:ident $data:ident $now:ident $body:block) => {{
        let done = $session.write(|$data, $now| $body)?;
        $session.changed();
        Ok(done)
    }};
    (@run quiet $session:ident $data:ident $now:ident $body:block) => { $session.write(|$data, $now| $body) };
    (@run apart $session:ident $data:ident $now:ident $body:block) => { $body };
    (@run tells $session:ident $data:ident $now:ident $body:block) => { $body };
}
pub(crate) use api;

/// Makes the enum of events, and, for tests, what the page listens by.
macro_rules! events {
    ($($event:ident($payload:ty) = $wire:literal;)*) => {
        /// What is told without being asked.
        #[derive(Debug)]
        #[allow(clippy::large_enum_variant, reason = "one at a time, passed on at once")]
        pub enum Event { $($event($payload)),* }

        impl Event {
            /// Its name on the wire.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$event(_) => $wire),* }
            }

            /// What it says.
            pub fn payload(&self) -> serde_json::Value {
                match self { $(Self::$event(payload) => serde_json::json!(payload)),* }
            }
        }

        #[cfg(test)]
        pub(crate) fn describe(schema: &mut $crate::schema::Schema, cfg: &ts_rs::Config) {
            $(let payload = schema.ty::<$payload>(cfg);
            schema.event($wire, payload);)*
        }
    };
}
pub(crate) use events;

use daozhang_core::words::speaking;
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Carries an operation out for a page: what it answers, or `{code, message}`, in the person's language. What lies behind a
/// failure goes to the log.
pub fn respond(session: &crate::Session, name: &str, payload: Value) -> Result<Value, Value> {
    let carried_out = || {
        crate::dispatch(session, name, payload).map_err(|failure| {
            if failure.cause.is_some() {
                tracing::warn!(name, failure = failure.logged(), "an operation failed");
            }
            serde_json::json!(failure)
        })
    };
    match name {
        // It says what is spoken while nothing can be read, and so waits for no data file.
        "speak_as_before" => carried_out(),
        _ => speaking(session.language(), carried_out),
    }
}

/// The arguments of an operation.
pub(crate) fn given<T: DeserializeOwned>(name: &str, payload: Value) -> Outcome<T> {
    serde_json::from_value(payload).map_err(|error| {
        // What was typed stands in the payload, and an error may quote it: only its kind is logged.
        tracing::error!(name, kind = ?error.classify(), "the arguments of an operation do not fit");
        Failure::failed(text!(parts_apart))
    })
}

/// The answer of an operation.
pub(crate) fn answer(name: &str, answer: impl Serialize) -> Outcome<Value> {
    serde_json::to_value(answer).map_err(|error| {
        tracing::error!(name, %error, "an answer could not be written as JSON");
        Failure::failed(text!(answer_unwritten))
    })
}

/// What is said of an operation that there is not.
pub(crate) fn unknown(name: &str) -> Failure {
    tracing::error!(
        name = daozhang_core::order::excerpt(name),
        "there is no such operation"
    );
    Failure::failed(text!(parts_apart))
}
