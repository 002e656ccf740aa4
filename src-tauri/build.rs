//! Embeds the built page and Tauri's own tables.

fn main() {
    let page = std::path::Path::new("../ui/dist");
    println!("cargo:rerun-if-changed=../ui/dist");
    assert!(
        page.join("index.html").exists(),
        "the page is not built yet: run `cargo xtask run` or `cargo xtask test`, which build it"
    );
    tauri_build::build();
}
