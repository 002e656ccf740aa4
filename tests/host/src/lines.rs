//! The answer to a request, line by line: what the app tells while it works stands before what comes of it.

use daozhang_api::Event;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::Write;
use tiny_http::Request;

type Out = Box<dyn Write + Send>;

thread_local! {
    /// Where this thread's operation tells what it tells.
    static HEARING: RefCell<Option<Out>> = const { RefCell::new(None) };
}

pub struct Lines(RefCell<Option<Out>>);

impl Lines {
    pub fn begin(request: Request) -> Self {
        let mut out: Out = request.into_writer();
        // A connection that were kept would keep its thread of the server too, and a new one may be queued behind it.
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\
                    connection: close\r\n\r\n";
        let _ = out.write_all(head.as_bytes());
        Self(RefCell::new(Some(out)))
    }

    /// Works, and writes down what this thread tells meanwhile.
    pub fn hear<T>(&self, work: impl FnOnce() -> T) -> T {
        HEARING.set(self.0.take());
        let done = work();
        self.0.replace(HEARING.take());
        done
    }

    pub fn end(&self, came: Result<Value, Value>) {
        let Some(mut out) = self.0.take() else { return };
        let last = match came {
            Ok(answer) => json!({ "answer": answer }),
            Err(failure) => json!({ "failure": failure }),
        };
        let _ = write!(out, "{}0\r\n\r\n", chunk(&last)).and_then(|()| out.flush());
    }
}

/// Writes an event into the answer that this thread works at, if it does.
pub fn tell(event: &Event) {
    HEARING.with_borrow_mut(|hearing| {
        if let Some(out) = hearing {
            let line = json!({ "event": event.name(), "payload": event.payload() });
            // It is sent at once. A page that has gone hears nothing.
            let _ = out.write_all(chunk(&line).as_bytes()).and_then(|()| out.flush());
        }
    });
}

/// One line as a chunk of its own.
fn chunk(line: &Value) -> String {
    let line = format!("{line}\n");
    format!("{:x}\r\n{line}\r\n", line.len())
}
