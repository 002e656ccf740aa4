//! Stops with one sentence where the networks have not been fetched.

use std::path::Path;

/// As `models/list.json` names them.
const MODELS: [&str; 2] = ["PP-OCRv4_mobile_det.onnx", "PP-OCRv6_small_rec.onnx"];

fn main() {
    for model in MODELS {
        let file = Path::new("models").join(model);
        println!("cargo::rerun-if-changed={}", file.display());
        if !file.is_file() {
            println!(
                "cargo::error=识别截图用的模型还没有取来，请先运行 cargo xtask models。The models that read pictures are not here yet: run cargo xtask models first."
            );
            return;
        }
    }
}
