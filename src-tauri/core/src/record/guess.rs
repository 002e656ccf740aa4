//! The product kind that the form proposes.

use super::squeezed;
use crate::rules::{KindRule, Rules};

/// The kind that a product's name tells, by the words of the rules; those of the narrowest kinds come first.
pub fn guess_kind<'a>(product: &str, rules: &'a Rules) -> Option<&'a KindRule> {
    let name = plain(product);
    rules
        .words_in_form()
        .find(|(word, _)| name.contains(&plain(word)))
        .map(|(_, kind)| kind)
}

fn plain(text: &str) -> String {
    squeezed(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_kind_is_guessed() {
        let rules = Rules::shipped().unwrap();
        for (product, kind) in [
            ("1000Q币", Some("q-coin")),
            ("1000 Ｑ 币", Some("q-coin")),
            ("steam卡密", Some("card-key")),
            ("话费慢充200", Some("phone-credit-slow")),
            ("话费慢充 200", Some("phone-credit-slow")),
            ("移动话费100元", Some("phone-credit-fast")),
            ("移动流量100g", Some("data-plan")),
            ("视频会员年卡", Some("membership")),
            ("视频会员激活码", Some("card-key")),
            ("原石648", Some("game-points")),
            ("游戏会员月卡", Some("membership")),
            ("电信充值50", Some("phone-credit-fast")),
            ("Steam 礼品卡 100 美元 卡密", Some("gift-card")),
            ("京东E卡500元", Some("gift-card")),
            ("Claude API 余额 20 美元", Some("api-balance")),
            ("某站平台余额 100 元", Some("shop-balance")),
            ("话费余额充值 50 元", Some("phone-credit-fast")),
            ("原神成品号 5星12个", Some("account")),
            ("办公软件授权码 永久", Some("software-licence")),
            ("移动硬盘", None),
            ("什么都不是", None),
            ("", None),
        ] {
            let guessed = guess_kind(product, &rules);
            assert_eq!(guessed.map(|kind| kind.key.as_str()), kind, "{product}");
        }
    }
}
