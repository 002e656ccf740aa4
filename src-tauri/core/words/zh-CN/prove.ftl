prove-unwritten = 这一步没有做成，这是程序的问题，请告诉开发者；数据没有改动。

exhibit-of-which = （第 { $order } 笔）
exhibit-document = { $role }文件
exhibit-file = { $role }{ $media }
exhibit-bill-entry = 支付账单记录
exhibit-keys = 卡密试用记录
exhibit-final-demand = 限期催告原文
exhibit-demand = 催告原文
exhibit-promise = 平台承诺的记录
exhibit-refusal = 平台拒绝的记录
exhibit-filing = 投诉提交记录
