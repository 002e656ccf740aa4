// What goes into a package besides this one order, and what is added to it afterwards.
export default {
  together: {
    open: '同平台还有 {n} 笔没了结，可以合成一份投诉',
    both: '同平台还有 {n} 笔没了结、{m} 笔已了结，可以合成一份投诉',
    settled: '同平台还有 {n} 笔已了结的，需要时可以一起放进来',
    show_settled: '显示已了结的',
    hide_settled: '收起已了结的',
    lead: '勾上的和这一笔一起导出，一份登记表写清每一笔没了结的；已了结的只进留存版。',
    chosen: '连这一笔共 {n} 笔，合计 {amount}',
    one: '{product}，{amount}，{when} 付款，{status}',
  },
  stamp: {
    add: '加入时间戳…',
    what: '把证据包文件夹里的 SHA256SUMS.tsq 交给时间戳服务机构，拿回 .tsr 文件后加进来，能证明这份清单在那个时间之前就存在；不加也能用。',
    checking: '正在核对…',
    added: '时间戳已加入，它写的时间是 {when}。',
  },
  recordings: {
    sound: '录音',
    film: '录像',
    kinds: '图片、PDF，也可以是录音录像（mp3、m4a、mp4）',
    play: '播放「{name}」',
    unplayable: '这台电脑放不了这段录音，原件已经完整保存，导出时会放进证据包。',
  },
}
