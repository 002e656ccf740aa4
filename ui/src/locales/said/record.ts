// What is said while an order is logged: the form, spreadsheets, screenshots.
import type { Pair } from './pair'

export const record: Pair[] = [
  ['移动', 'China Mobile'],
  ['联通', 'China Unicom'],
  ['电信', 'China Telecom'],
  ['广电', 'China Broadnet'],
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
