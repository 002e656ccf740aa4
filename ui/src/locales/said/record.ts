// What is said while an order is logged: the form, spreadsheets, screenshots.
import type { Pair } from './pair'

export const record: Pair[] = [
  ['移动', 'China Mobile'],
  ['联通', 'China Unicom'],
  ['电信', 'China Telecom'],
  ['广电', 'China Broadnet'],
  ['商品写的是{named}，这个号段原属{operator}；没有携号转网的话请核对号码。', 'The product says {0}, but this number range first belonged to {1}. Unless the number was carried over, check it.'],
  ['这个平台还有 {overdue} 笔逾期没到账，先别在这里再买大额。', '{0} {0|order is|orders are} overdue at this platform. Don’t buy anything large here for now.'],
  ['第一次在这里买：还没付款的话，先买一笔小额试试到账，再买大额。', 'First time buying here: if you have not paid yet, try a small order first and buy more once it has arrived.'],
  ['还没有付款截图，最好现在就截一张支付详情页粘贴进来。', 'There is no screenshot of the payment yet. Best to take one of the payment details now and paste it in.'],
  ['{}的“{}”', '“{=1}” at {=0}'],
  ['这个平台的同一个订单号已经记过了：{name}。', 'This order number is already logged for this platform: {0}.'],
  ['和{name}很像：差不多的时间、同样的商品或金额；确认不是同一笔再记。', 'Looks much like {0}: about the same time, and the same product or amount. Log it only if it is another order.'],
  ['金额比已退款的 {} 元还少，请核对。', 'The amount is less than the ¥{0} already refunded. Please check.'],
  ['这个平台的同一个订单号已经记过了（编号 {}）；确实是另一笔的话，可以选择仍要记下。', 'This order number is already logged for this platform (no. {0}). If it really is another order, you can log it all the same.'],
  ['（共 {n} 处）', ' ({0} in all) '],
  ['第 {} 行“{}”：{}{more}整张表都没有导入，改好后再导入一次。', 'Row {0}, “{=1}”: {2}{3} Nothing of the sheet was imported; mend it and import it again.'],
  ['第 {line} 行和上面的一行是同一笔，只记一次。', 'Row {0} is the same order as a row above; it is logged once.'],
  ['第 {line} 行的订单号已经记过了（编号 {}），没有再记。', 'The order number in row {0} is already logged (no. {1}); it was not logged again.'],
  ['平台', 'platform'],
  ['商品', 'product'],
  ['充值账号', 'Account'],
  ['商户全称', 'merchant’s full name'],
  ['标签', 'tag'],
  ['没有找到表头。第一行请写列名：平台、商品、品类、金额、付款时间（必填），可以先下载模板照着填。', 'No headings were found. The first row should hold the column names 平台, 商品, 品类, 金额 and 付款时间 (required). You can download the template and fill it in.'],
  ['表格缺少“{}”列，请在表头补上再导入；可以先下载模板照着填。', 'The sheet lacks the column “{=0}”. Add it to the headings and import again; you can download the template and fill it in.'],
]
