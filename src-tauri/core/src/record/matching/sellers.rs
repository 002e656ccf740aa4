//! Whether two names may be of one seller.

use super::Logged;
use super::index::names;
use crate::record::half_width;
use crate::rules::SellerWords;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Fewer characters than these are no name.
const SHORTEST: usize = 2;

/// Compares names of sellers by what is left of them without the words that any seller may have.
pub(super) struct Sellers<'a> {
    words: &'a SellerWords,
    cores: RefCell<HashMap<&'a str, Rc<str>>>,
}

impl<'a> Sellers<'a> {
    pub fn new(words: &'a SellerWords) -> Self {
        Self {
            words,
            cores: RefCell::new(HashMap::new()),
        }
    }

    /// Whether a name is just the one of an order's platform or merchant.
    pub fn is_same(name: &str, order: &Logged) -> bool {
        names(order).any(|known| known == name)
    }

    /// Whether a name may be of an order's seller: one of both holds the other's own part.
    pub fn fits(&self, name: &'a str, order: &'a Logged) -> bool {
        names(order).any(|known| self.alike(name, known))
    }

    pub fn alike(&self, one: &'a str, other: &'a str) -> bool {
        if one == other {
            return true;
        }
        let (one, other) = (self.core(one), self.core(other));
        let told = |core: &str| core.chars().count() >= SHORTEST;
        told(&one) && told(&other) && (one.contains(&*other) || other.contains(&*one))
    }

    fn core(&self, name: &'a str) -> Rc<str> {
        if let Some(core) = self.cores.borrow().get(name) {
            return Rc::clone(core);
        }
        let mut core: String = half_width(name).to_lowercase();
        for word in self.words.generic() {
            core = core.replace(word.as_str(), "");
        }
        core.retain(char::is_alphanumeric);
        let core: Rc<str> = core.into();
        self.cores.borrow_mut().insert(name, Rc::clone(&core));
        core
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn names_fit_by_what_is_their_own() {
        let rules = Rules::shipped().unwrap();
        let sellers = Sellers::new(&rules.sellers);
        for (one, other, fit) in [
            ("星河卡盟", "星河充值店", true),
            ("深圳市星河科技有限公司", "星河", true),
            ("京东平台商户", "京东商城平台商户", true),
            ("中国移动", "中国移动通信集团广东有限公司", true),
            ("中国移动", "中国联通", false),
            ("老王烧烤店", "星辰卡盟", false),
            ("某某话费店", "青橙话费店", false),
            ("充值店", "话费充值", false),
            ("ＸＨ充值", "xh 充值店", true),
        ] {
            assert_eq!(sellers.alike(one, other), fit, "{one} {other}");
        }
    }
}
