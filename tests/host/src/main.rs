//! The app without a window: every operation over HTTP, for the page's tests and for a plain browser.
//!
//! * `POST /world` makes a world: a data folder of its own, a clock that stands still, and answers to whatever the app asks
//!   of its machine. The answer is its number and its folder.
//! * `POST /world/N/call/NAME` carries out an operation of the table; `POST /world/N/stage` takes a file's bytes.
//! * `POST /world/N/set` says what the machine answers from then on, see [`world::Settings`]; `POST /world/N/play` carries out a
//!   list of operations, each at its moment, see [`world::Step`].
//! * `POST /world/N/drop` puts made files on the window, `POST /world/N/close` closes the data file, and
//!   `POST /world/N/machine` tells what was copied and which folders were opened.
//! * `GET /world/N/picture/SHA` and `GET /world/N/thumb/SHA` show attached files.
//! * `DELETE /world/N` ends a world, and its folder is gone.
//!
//! A `POST` is answered by lines of JSON as they come up: `{"event", "payload"}` for whatever the app tells meanwhile, and at
//! last `{"answer"}` or `{"failure"}`. The first line printed is the port. The process ends when its standard input closes.
//!
//! With `--data FOLDER` world 0 stands on that folder, with the machine's own clock and OCR; `--port` asks for a port.

mod lines;
mod made;
mod world;

use crate::lines::Lines;
use crate::world::{Settings, Step, World};
use daozhang_core::Failure;
use daozhang_core::words::Text;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use socket2::{Domain, Socket, Type};
use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tempfile::TempDir;
use tiny_http::{Header, Method, Request, Response, Server};

struct Host {
    /// Holds the folders of all worlds; gone at the end.
    folder: TempDir,
    /// A data file that was just made: each world begins with a copy, which is quicker than making one.
    fresh: OnceLock<Option<PathBuf>>,
    worlds: Mutex<HashMap<u64, Arc<World>>>,
    last: AtomicU64,
}

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), String> {
    let (port, data) = arguments()?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let server = listen(port)
        .map_err(Into::into)
        .and_then(|listener| Server::from_listener(listener, None))
        .map_err(|error| error.to_string())?;
    let worlds = data.map(|data| (0, Arc::new(World::own(data)))).into_iter();
    let host = Arc::new(Host {
        folder,
        fresh: OnceLock::new(),
        worlds: Mutex::new(worlds.collect()),
        last: AtomicU64::new(0),
    });
    let address = server.server_addr().to_ip();
    println!("{}", address.map_or(port, |address| address.port()));
    let server = Arc::new(server);
    let ending = Arc::clone(&server);
    std::thread::spawn(move || {
        // Whoever started this holds the other end and is gone when it closes.
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        ending.unblock();
    });
    for request in server.incoming_requests() {
        let host = Arc::clone(&host);
        std::thread::spawn(move || host.answer(request));
    }
    let folder = host.folder.path().to_owned();
    // Worlds that still answer do not keep their folders.
    let _ = std::fs::remove_dir_all(folder);
    Ok(())
}

/// What is accepted sends small lines at once instead of waiting, for 40 ms, until the one before was acknowledged.
fn listen(port: u16) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_tcp_nodelay(true)?;
    if cfg!(unix) {
        socket.set_reuse_address(true)?;
    }
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
    socket.listen(128)?;
    Ok(socket.into())
}

fn arguments() -> Result<(u16, Option<PathBuf>), String> {
    let (mut port, mut data) = (0, None);
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or(format!("{name} needs a value"))?;
        match name.as_str() {
            "--port" => port = value.parse().map_err(|_| format!("{value} is no port"))?,
            "--data" => data = Some(PathBuf::from(value)),
            _ => return Err(format!("there is no {name}")),
        }
    }
    Ok((port, data))
}

/// A page of somebody else's may send requests to this machine: only the page of `cargo xtask page`, and programs, are answered.
fn is_ours(request: &Request) -> bool {
    let header = |name: &'static str| {
        let found = request.headers().iter().find(|header| header.field.equiv(name));
        found.map(|header| header.value.as_str())
    };
    let local = |host: &str| matches!(host.split(':').next(), Some("127.0.0.1" | "localhost"));
    header("host").is_none_or(local)
        && header("origin").is_none_or(|origin| origin == "http://127.0.0.1:1420")
}

impl Host {
    fn answer(&self, mut request: Request) {
        if !is_ours(&request) {
            let _ = request.respond(Response::empty(403));
            return;
        }
        let url = request.url().to_owned();
        let path: Vec<&str> = url.trim_matches('/').split('/').collect();
        if let (Method::Get, ["world", number, sort @ ("picture" | "thumb"), sha256]) =
            (request.method(), &path[..])
        {
            let found = self
                .world(number)
                .and_then(|world| world.picture(sha256, *sort == "thumb"));
            let _ = match found {
                Some((media, bytes)) => {
                    let shown = Response::from_data(bytes);
                    match Header::from_bytes("content-type", media) {
                        Ok(media) => request.respond(shown.with_header(media)),
                        Err(()) => request.respond(shown),
                    }
                }
                None => request.respond(Response::empty(404)),
            };
            return;
        }
        let name = request
            .headers()
            .iter()
            .find(|header| header.field.equiv("x-name"))
            .map(|header| {
                percent_decode_str(header.value.as_str())
                    .decode_utf8_lossy()
                    .into_owned()
            });
        let mut body = Vec::new();
        let read = request.as_reader().read_to_end(&mut body);
        let method = request.method().clone();
        let lines = Lines::begin(request);
        if read.is_ok() {
            lines.end(self.done(&method, &path, &name.unwrap_or_default(), body, &lines));
        }
    }

    fn done(
        &self,
        method: &Method,
        path: &[&str],
        name: &str,
        body: Vec<u8>,
        lines: &Lines,
    ) -> Result<Value, Value> {
        let unknown = || {
            json!(Failure::failed(Text::as_it_is(format!(
                "no such place: {}",
                path.join("/")
            ))))
        };
        match (method, path) {
            (Method::Post, ["world"]) => self.begin(given(&body)?),
            (Method::Delete, ["world", number]) => {
                if let Ok(number) = number.parse() {
                    let world = lock(&self.worlds).remove(&number);
                    world.inspect(|world| world.end());
                }
                Ok(Value::Null)
            }
            (_, ["world", number, act @ ..]) => {
                let world = self.world(number).ok_or_else(unknown)?;
                lines.hear(|| match (method, act) {
                    (Method::Post, ["call", name]) => world.call(name, given(&body)?),
                    (Method::Post, ["stage"]) => Ok(world.stage(name, body)),
                    (Method::Post, ["set"]) => world.set(given(&body)?),
                    (Method::Post, ["play"]) => world.play(given::<Step>(&body)?),
                    (Method::Post, ["drop"]) => world.drop_files(&given::<Vec<String>>(&body)?),
                    (Method::Post, ["close"]) => {
                        world.close();
                        Ok(Value::Null)
                    }
                    (Method::Post, ["machine"]) => Ok(world.machine()),
                    _ => Err(unknown()),
                })
            }
            _ => Err(unknown()),
        }
    }

    fn begin(&self, settings: Settings) -> Result<Value, Value> {
        let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let fresh = self
            .fresh
            .get_or_init(|| World::fresh(&self.folder.path().join("fresh")).ok());
        let folder = self.folder.path().join(number.to_string());
        let world = World::new(&folder, fresh.as_deref(), settings)
            .map_err(|error| json!(Failure::failed(Text::as_it_is(error.to_string()))))?;
        let folder = world.folder().to_string_lossy().into_owned();
        lock(&self.worlds).insert(number, Arc::new(world));
        Ok(json!({ "number": number, "folder": folder }))
    }

    fn world(&self, number: &str) -> Option<Arc<World>> {
        lock(&self.worlds).get(&number.parse().ok()?).cloned()
    }
}

fn given<T: DeserializeOwned>(body: &[u8]) -> Result<T, Value> {
    serde_json::from_slice(body).map_err(|error| json!(Failure::failed(Text::as_it_is(error.to_string()))))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
