//! Fills a data folder with made-up orders: `fill DIR COUNT`.

#[path = "../benches/data.rs"]
mod data;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(count)) = (arguments.next(), arguments.next()) else {
        return Err("usage: fill DIR COUNT [due]".into());
    };
    let mix = if arguments.next().as_deref() == Some("due") {
        data::Mix::AllDue
    } else {
        data::Mix::Ordinary
    };
    data::fill(std::path::Path::new(&folder), count.parse()?, mix)
}
