use super::{Arg, SOURCES};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::cell::Cell;
use std::fmt;
use std::sync::OnceLock;

/// A language that the app speaks: one folder of catalogues.
pub struct Language {
    tag: &'static str,
    bundle: FluentBundle<FluentResource>,
}

static ALL: OnceLock<Vec<Language>> = OnceLock::new();

thread_local! {
    static SPOKEN: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// Does `work` with everything that it turns into words on this thread said in `language`.
pub fn speaking<T>(language: &'static Language, work: impl FnOnce() -> T) -> T {
    struct Before(Option<&'static Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _before = Before(SPOKEN.replace(Some(language)));
    work()
}

impl Language {
    /// Every language, by tag.
    pub fn all() -> &'static [Self] {
        ALL.get_or_init(|| {
            SOURCES
                .iter()
                .map(|(tag, sources)| Self::new(tag, sources))
                .collect()
        })
    }

    /// The language of a tag such as `en`.
    pub fn of(tag: &str) -> Option<&'static Self> {
        Self::all().iter().find(|language| language.tag == tag)
    }

    /// The language of a setting: Chinese where it names none that the app speaks.
    pub fn of_setting(tag: &str) -> &'static Self {
        Self::of(tag).unwrap_or_else(Self::chinese)
    }

    /// Chinese, which everything that leaves the app is written in.
    pub fn chinese() -> &'static Self {
        match Self::of("zh-CN") {
            Some(language) => language,
            // The build does not go through without it.
            None => unreachable!("the catalogues hold no Chinese"),
        }
    }

    /// The language that is spoken on this thread; Chinese outside of [`speaking`].
    pub fn spoken() -> &'static Self {
        SPOKEN.get().unwrap_or_else(Self::chinese)
    }

    /// The English catalogue with every sentence in brackets: what is shown without them did not come from a catalogue.
    /// For tests, as a third language that has nothing but a catalogue.
    #[cfg(test)]
    pub(crate) fn pseudo() -> &'static Self {
        static PSEUDO: OnceLock<Language> = OnceLock::new();
        PSEUDO.get_or_init(|| {
            let english = SOURCES.iter().find(|(tag, _)| *tag == "en");
            let mut language = Self::new("en-XA", english.map_or(&[], |(_, sources)| sources));
            language
                .bundle
                .set_transform(Some(|text: &str| format!("⟦{text}⟧").into()));
            language
        })
    }

    /// Its tag, for example `zh-CN`.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    fn new(tag: &'static str, sources: &[&str]) -> Self {
        let spoken = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![spoken]);
        // The marks that keep right-to-left words apart would stand in copied sentences.
        bundle.set_use_isolating(false);
        for source in sources {
            // The build has read the same sources.
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(read, _)| read);
            bundle.add_resource_overriding(resource);
        }
        Self { tag, bundle }
    }

    pub(super) fn format(&'static self, key: &str, args: &[(&'static str, Arg)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            given.set(
                *name,
                match arg {
                    Arg::Str(text) => FluentValue::from(text.as_str()),
                    Arg::Int(number) => FluentValue::from(*number),
                    Arg::Text(text) => FluentValue::from(text.said_in(self)),
                },
            );
        }
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&given), &mut errors)
            .into_owned()
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag)
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}
