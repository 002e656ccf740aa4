//! A window with an empty page and nothing behind it: what the start of the real one is compared with.

/// The page says that it has painted.
#[tauri::command]
async fn page_ready() {
    eprintln!("ready");
}

fn main() {
    let run = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![page_ready])
        .run(tauri::generate_context!("examples/bare/tauri.conf.json"));
    if let Err(error) = run {
        eprintln!("{error}");
    }
}
