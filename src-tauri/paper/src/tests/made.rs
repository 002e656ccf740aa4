//! Papers made for the tests: a writer of small PDFs, and pages in the looks of the forms. All of it is made up.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::fmt::Write as _;
use std::io::Write as _;

/// A page: what is drawn on it, in points from the upper left corner.
#[derive(Clone, Default)]
pub struct Sheet {
    pub size: (f64, f64),
    pub turned: bool,
    drawn: String,
}

impl Sheet {
    pub fn upright() -> Self {
        Self {
            size: (595.0, 842.0),
            ..Self::default()
        }
    }

    pub fn level() -> Self {
        Self {
            size: (842.0, 595.0),
            ..Self::default()
        }
    }

    /// A text in the font of the system, which is not embedded.
    pub fn text(&mut self, x: f64, y: f64, size: f64, text: &str) {
        self.written("F1", "0", x, y, size, text);
    }

    /// The same so light that it is a watermark.
    pub fn pale(&mut self, x: f64, y: f64, size: f64, text: &str) {
        self.written("F1", "0.8", x, y, size, text);
    }

    /// A text whose map says what stands there code by code.
    pub fn mapped(&mut self, x: f64, y: f64, size: f64, text: &str) {
        self.written("F2", "0", x, y, size, text);
    }

    fn written(&mut self, font: &str, gray: &str, x: f64, y: f64, size: f64, text: &str) {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let y = self.size.1 - y;
        let _ = writeln!(
            self.drawn,
            "{gray} g BT /{font} {size} Tf {x} {y} Td <{codes}> Tj ET"
        );
    }

    /// A letter that can be drawn and not read.
    pub fn unread(&mut self, x: f64, y: f64, count: usize) {
        let y = self.size.1 - y;
        let _ = writeln!(
            self.drawn,
            "BT /F3 8 Tf {x} {y} Td <{}> Tj ET",
            "41".repeat(count)
        );
    }

    pub fn rule(&mut self, from: (f64, f64), to: (f64, f64)) {
        let high = self.size.1;
        let _ = writeln!(
            self.drawn,
            "0.5 w {} {} m {} {} l S",
            from.0,
            high - from.1,
            to.0,
            high - to.1
        );
    }

    pub fn raw(&mut self, operators: &str) {
        self.drawn.push_str(operators);
        self.drawn.push('\n');
    }
}

/// A PDF on its way.
#[derive(Default)]
pub struct Pdf {
    pub sheets: Vec<Sheet>,
    /// The password that opens it.
    pub password: Option<&'static str>,
    /// Whether it carries what looks like a signature.
    pub signed: bool,
    /// More entries in the resources of every page, and the objects that they name from 20 on.
    pub resources: String,
    pub more: Vec<(u32, Vec<u8>)>,
}

const PAGES: u32 = 2;
const FIRST_PAGE: u32 = 100;
/// Where the range of a signature is written, and how long it may get.
const RANGE: &str = "/ByteRange [0 0000000000 0000000000 0000000000]";

impl Pdf {
    pub fn of(sheets: Vec<Sheet>) -> Self {
        Self {
            sheets,
            ..Self::default()
        }
    }

    /// The same with its pages stored on their side, and shown as before.
    pub fn turned(&self) -> Self {
        let turn = |sheet: &Sheet| {
            let (width, high) = sheet.size;
            Sheet {
                size: (high, width),
                turned: true,
                drawn: format!("q 0 1 -1 0 {high} 0 cm\n{}Q\n", sheet.drawn),
            }
        };
        Self::of(self.sheets.iter().map(turn).collect())
    }

    pub fn bytes(&self) -> Vec<u8> {
        let key = self.password.map(Key::of);
        let mut out = b"%PDF-1.7\n%\xe4\xbd\xa0\n".to_vec();
        let mut places: Vec<(u32, usize)> = Vec::new();
        let mut object = |number: u32, body: &[u8]| {
            places.push((number, out.len()));
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(body);
            out.extend(b"\nendobj\n");
        };
        let stream = |number: u32, head: &str, data: &[u8]| {
            let mut data = data.to_vec();
            if let Some(key) = &key {
                data = key.lock(number, &data);
            }
            let mut body = format!("<< {head} /Length {} >>\nstream\n", data.len()).into_bytes();
            body.extend(data);
            body.extend(b"\nendstream");
            body
        };
        let signature = if self.signed {
            " /AcroForm << /Fields [10 0 R] /SigFlags 3 >>"
        } else {
            ""
        };
        object(
            1,
            format!("<< /Type /Catalog /Pages {PAGES} 0 R{signature} >>").as_bytes(),
        );
        let kids: String = (0..self.sheets.len())
            .map(|at| format!("{} 0 R ", FIRST_PAGE + 2 * at as u32))
            .collect();
        let count = self.sheets.len();
        object(
            PAGES,
            format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").as_bytes(),
        );
        object(3, b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>");
        object(
            4,
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) \
              /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] >>",
        );
        object(
            5,
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 \
              /Descent -120 /CapHeight 880 /StemV 93 >>",
        );
        object(
            6,
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>",
        );
        object(
            7,
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) \
              /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [32 126 500] >>",
        );
        let map = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def \
            1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end";
        let map = stream(8, "", map);
        object(8, &map);
        object(
            9,
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /x41 11 0 R >> \
              /Encoding << /Type /Encoding /Differences [65 /x41] >> /FirstChar 65 /LastChar 65 /Widths [500] >>",
        );
        let glyph = stream(11, "", b"500 0 d0 0 0 400 400 re f");
        object(11, &glyph);
        if self.signed {
            let contents = "00".repeat(64);
            object(
                10,
                format!(
                    "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached {RANGE} /Contents <{contents}> >>"
                )
                .as_bytes(),
            );
        }
        for (number, body) in &self.more {
            object(*number, body);
        }
        for (at, sheet) in self.sheets.iter().enumerate() {
            let number = FIRST_PAGE + 2 * at as u32;
            let (width, high) = sheet.size;
            let turned = if sheet.turned { " /Rotate 90" } else { "" };
            object(
                number,
                format!(
                    "<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {width} {high}]{turned} /Contents {} 0 R /Resources << /Font \
                     << /F1 3 0 R /F2 6 0 R /F3 9 0 R >> {} >> >>",
                    number + 1,
                    self.resources
                )
                .as_bytes(),
            );
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
            packed.write_all(sheet.drawn.as_bytes()).unwrap();
            let drawn = stream(number + 1, "/Filter /FlateDecode", &packed.finish().unwrap());
            object(number + 1, &drawn);
        }
        let encrypted = match &key {
            Some(key) => {
                object(12, key.dictionary().as_bytes());
                " /Encrypt 12 0 R /ID [<30313233343536373839616263646566> <30313233343536373839616263646566>]"
            }
            None => "",
        };
        ended(out, places, encrypted)
    }
}

/// The table of places and the end of a file.
fn ended(mut out: Vec<u8>, mut places: Vec<(u32, usize)>, encrypted: &str) -> Vec<u8> {
    places.sort_unstable();
    let table = out.len();
    let size = places.last().map_or(1, |(number, _)| number + 1);
    out.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, place) in &places {
        out.extend(format!("{number} 1\n{place:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R{encrypted} >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    let length = out.len();
    let found = out
        .windows(RANGE.len())
        .position(|window| window == RANGE.as_bytes());
    if let Some(at) = found {
        let from = at + out[at..].iter().position(|byte| *byte == b'<').unwrap();
        let until = from + out[from..].iter().position(|byte| *byte == b'>').unwrap() + 1;
        let range = format!("/ByteRange [0 {from:010} {until:010} {:010}]", length - until);
        out[at..at + RANGE.len()].copy_from_slice(range.as_bytes());
    }
    out
}

/// The key of a file that opens with a password, by RC4 with 40 bits (ISO 32000-1, 7.6.3).
struct Key {
    key: Vec<u8>,
    owner: Vec<u8>,
    user: Vec<u8>,
}

const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e,
    0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

impl Key {
    fn of(password: &str) -> Self {
        let padded: Vec<u8> = password.bytes().chain(PADDING).take(32).collect();
        let owner = rc4(&md5(&padded)[..5], &padded);
        let mut seed = padded;
        seed.extend(&owner);
        seed.extend((-4i32).to_le_bytes());
        seed.extend(b"0123456789abcdef");
        let key = md5(&seed)[..5].to_vec();
        let user = rc4(&key, &PADDING);
        Self { key, owner, user }
    }

    fn lock(&self, number: u32, data: &[u8]) -> Vec<u8> {
        let mut seed = self.key.clone();
        seed.extend(&number.to_le_bytes()[..3]);
        seed.extend([0, 0]);
        rc4(&md5(&seed)[..10], data)
    }

    fn dictionary(&self) -> String {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        format!(
            "<< /Filter /Standard /V 1 /R 2 /P -4 /O <{}> /U <{}> >>",
            hex(&self.owner),
            hex(&self.user)
        )
    }
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: Vec<u8> = (0..=255).collect();
    let mut j = 0usize;
    for i in 0..256 {
        j = (j + usize::from(state[i]) + usize::from(key[i % key.len()])) & 255;
        state.swap(i, j);
    }
    let (mut i, mut j) = (0usize, 0usize);
    data.iter()
        .map(|byte| {
            i = (i + 1) & 255;
            j = (j + usize::from(state[i])) & 255;
            state.swap(i, j);
            byte ^ state[(usize::from(state[i]) + usize::from(state[j])) & 255]
        })
        .collect()
}

/// RFC 1321.
fn md5(data: &[u8]) -> [u8; 16] {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut padded = data.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((data.len() as u64 * 8).to_le_bytes());
    let mut sum: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.chunks(64) {
        let words: Vec<u32> = block
            .chunks(4)
            .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        let [mut a, mut b, mut c, mut d] = sum;
        for i in 0..64usize {
            let (mixed, word) = match i / 16 {
                0 => ((b & c) | (!b & d), i),
                1 => ((d & b) | (!d & c), (5 * i + 1) % 16),
                2 => (b ^ c ^ d, (3 * i + 5) % 16),
                _ => (c ^ (b | !d), (7 * i) % 16),
            };
            let constant = (((i + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let turned = a
                .wrapping_add(mixed)
                .wrapping_add(constant)
                .wrapping_add(words[word])
                .rotate_left(TURNS[i / 16][i % 4]);
            (a, d, c, b) = (d, c, b, b.wrapping_add(turned));
        }
        for (part, more) in sum.iter_mut().zip([a, b, c, d]) {
            *part = part.wrapping_add(more);
        }
    }
    let mut out = [0; 16];
    for (place, part) in out.chunks_mut(4).zip(sum) {
        place.copy_from_slice(&part.to_le_bytes());
    }
    out
}

/// A ruled table that goes from page to page: the columns' left edges, and each row as lines of each cell.
pub struct Grid<'a> {
    pub lefts: &'a [f64],
    pub right: f64,
    pub size: f64,
    pub lead: f64,
}

impl Grid<'_> {
    /// Draws the names of the columns in a band.
    pub fn heading(&self, sheet: &mut Sheet, top: f64, names: &[&str]) -> f64 {
        let lines: Vec<Vec<&str>> = names.iter().map(|name| vec![*name]).collect();
        self.row(sheet, top, &lines)
    }

    /// Draws a row from a height on, and gives back where it ends.
    pub fn row(&self, sheet: &mut Sheet, top: f64, cells: &[Vec<&str>]) -> f64 {
        let high = cells.iter().map(Vec::len).max().unwrap_or(1) as f64 * self.lead + 5.0;
        for (left, lines) in self.lefts.iter().zip(cells) {
            for (at, line) in lines.iter().enumerate() {
                sheet.text(left + 2.0, top + self.lead * (at as f64 + 1.0), self.size, line);
            }
        }
        for left in self.lefts.iter().chain([&self.right]) {
            sheet.rule((*left, top), (*left, top + high));
        }
        for y in [top, top + high] {
            sheet.rule((self.lefts[0], y), (self.right, y));
        }
        top + high
    }
}
