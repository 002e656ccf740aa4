//! The two networks, which are part of the program: one finds lines of text, the other one reads a line.

use crate::pixels::Pixels;
use rten::{Model, RunOptions, ThreadPool, Value};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use std::error::Error;
use std::sync::Arc;

// `models/list.json` says where they come from; `cargo xtask models` fetches them.
static DETECTOR: &[u8] = include_bytes!("../models/PP-OCRv4_mobile_det.onnx");
static RECOGNISER: &[u8] = include_bytes!("../models/PP-OCRv6_small_rec.onnx");

/// The most threads that work on a picture. More gain little on lines of text.
const MOST_THREADS: usize = 4;

/// Why a network could not be run: a fault of the program or a lack of memory, never of the picture.
pub(crate) type Broken = Box<dyn Error + Send + Sync>;

/// How high the picture of a line is, in pixels.
pub(crate) const LINE_HEIGHT: usize = 48;

pub(crate) struct Networks {
    detector: Model,
    recogniser: Model,
    /// What the recogniser's classes stand for; the first class is no character.
    characters: Vec<String>,
    threads: Arc<ThreadPool>,
}

/// What the recogniser says of a line, from left to right.
pub(crate) struct Steps {
    /// For each step the probability of each class.
    probabilities: Vec<f32>,
    classes: usize,
}

/// A character as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Character {
    pub text: String,
    /// How likely it is this one, 0–1.
    pub probability: f32,
    /// Where its middle is along the line, 0–1.
    pub at: f32,
}

impl Networks {
    /// Takes about 30 ms and 60 MB.
    pub fn load() -> Result<Self, Broken> {
        let detector = Model::load_static_slice(DETECTOR)?;
        let recogniser = Model::load_static_slice(RECOGNISER)?;
        let listed = recogniser
            .metadata()
            .get("character")
            .ok_or("the recogniser names no characters")?;
        let mut characters: Vec<String> = listed
            .lines()
            .map(|line| line.trim_end_matches('\r').to_owned())
            .collect();
        characters.push(" ".to_owned());
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            detector,
            recogniser,
            characters,
            threads: Arc::new(ThreadPool::with_num_threads(threads.min(MOST_THREADS))),
        })
    }

    /// How likely each pixel belongs to text, row by row. Both sides are multiples of 32.
    pub fn text_map(&self, picture: &Pixels) -> Result<Vec<f32>, Broken> {
        let shape = [1, 3, picture.height, picture.width];
        let (shape, map) = self.run(&self.detector, shape, picture.planes())?;
        if shape[..] != [1, 1, picture.height, picture.width] {
            return Err(format!("the detector answers in the shape {shape:?}").into());
        }
        Ok(map)
    }

    /// What stands in the picture of a line, which is [`LINE_HEIGHT`] high.
    pub fn line(&self, picture: &Pixels) -> Result<Vec<Character>, Broken> {
        let shape = [1, 3, picture.height, picture.width];
        let (shape, probabilities) = self.run(&self.recogniser, shape, picture.planes())?;
        let [1, _, classes] = shape[..] else {
            return Err(format!("the recogniser answers in the shape {shape:?}").into());
        };
        let steps = Steps {
            probabilities,
            classes,
        };
        Ok(steps.characters(&self.characters))
    }

    fn run(
        &self,
        model: &Model,
        shape: [usize; 4],
        data: Vec<f32>,
    ) -> Result<(Vec<usize>, Vec<f32>), Broken> {
        let input: Value = NdTensor::from_data(shape, data).into();
        let mut how = RunOptions::default();
        how.thread_pool = Some(self.threads.clone());
        let output: Tensor<f32> = model.run_one(input.into(), Some(how))?.try_into()?;
        Ok((output.shape().to_vec(), output.into_data()))
    }
}

impl Steps {
    /// CTC: a class that lasts for several steps is one character, and class 0 parts two equal ones.
    fn characters(&self, names: &[String]) -> Vec<Character> {
        let count = self.probabilities.len() / self.classes.max(1);
        let mut characters = Vec::new();
        let mut last = 0;
        for (at, step) in self.probabilities.chunks_exact(self.classes.max(1)).enumerate() {
            let (mut class, mut probability) = (0, f32::MIN);
            for (this, p) in step.iter().enumerate() {
                if *p > probability {
                    (class, probability) = (this, *p);
                }
            }
            if class != 0
                && class != last
                && let Some(text) = names.get(class - 1)
            {
                characters.push(Character {
                    text: text.clone(),
                    probability: probability.clamp(0.0, 1.0),
                    at: (at as f32 + 0.5) / count as f32,
                });
            }
            last = class;
        }
        characters
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_networks_are_those_that_the_list_names() {
        let list: serde_json::Value = serde_json::from_str(include_str!("../models/list.json")).unwrap();
        let sums: Vec<&str> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|model| model["sha256"].as_str().unwrap())
            .collect();
        assert_eq!(
            sums,
            [DETECTOR, RECOGNISER].map(|bytes| hex::encode(Sha256::digest(bytes)))
        );
    }

    #[test]
    fn steps_become_characters_with_their_least_doubt_and_place() {
        let names = ["甲".to_owned(), "8".to_owned(), " ".to_owned()];
        let step = |class: usize, probability: f32| {
            let mut step = [0.01; 4];
            step[class] = probability;
            step
        };
        let steps = Steps {
            probabilities: [
                step(0, 0.9),
                step(1, 0.6),
                step(1, 0.9),
                step(2, 0.8),
                step(0, 0.9),
                step(2, 0.5),
                step(3, 0.7),
                step(0, 0.9),
            ]
            .concat(),
            classes: 4,
        };
        let characters = steps.characters(&names);
        let texts: Vec<_> = characters
            .iter()
            .map(|c| (c.text.as_str(), c.probability))
            .collect();
        assert_eq!(texts, [("甲", 0.6), ("8", 0.8), ("8", 0.5), (" ", 0.7)]);
        assert!((characters[1].at - 3.5 / 8.0).abs() < 1e-6);
    }

    #[test]
    fn every_class_of_the_recogniser_has_its_character() {
        let networks = Networks::load().unwrap();
        let blank = Pixels::new(64, LINE_HEIGHT, vec![255; 64 * LINE_HEIGHT * 3]);
        let shape = [1, 3, LINE_HEIGHT, 64];
        let (shape, _) = networks.run(&networks.recogniser, shape, blank.planes()).unwrap();
        assert_eq!(shape[2], networks.characters.len() + 1);
        assert_eq!(networks.line(&blank).unwrap(), []);
    }
}
