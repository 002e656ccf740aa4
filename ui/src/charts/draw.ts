// The only file that loads the drawing library, and only the parts of it that are drawn with.
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

export interface Drawing {
  show: (option: EChartsCoreOption) => void
  resize: () => void
  end: () => void
}

/** `pick` is told the place of what was clicked among the data of its series. */
export function draw(box: HTMLElement, pick: (series: number, at: number) => void): Drawing {
  const chart = init(box, null, { renderer: 'canvas' })
  chart.on('click', (e) => {
    if (e.componentType === 'series') pick(e.seriesIndex ?? 0, e.dataIndex)
  })
  return {
    show: (option) => chart.setOption(option, { notMerge: true }),
    resize: () => chart.resize(),
    end: () => chart.dispose(),
  }
}
