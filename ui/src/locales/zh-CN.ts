// Every word the page shows, by topic. `{name}` is filled in; a literal @, | or brace has a meaning to vue-i18n and is avoided.
import backups from './zh-CN/backups'
import bills from './zh-CN/bills'
import bulk from './zh-CN/bulk'
import caseWords from './zh-CN/case'
import charts from './zh-CN/charts'
import escalate from './zh-CN/escalate'
import overview from './zh-CN/overview'
import packages from './zh-CN/package'
import platforms from './zh-CN/platforms'
import protect from './zh-CN/protect'
import prove from './zh-CN/prove'
import reading from './zh-CN/reading'
import record from './zh-CN/record'
import settings from './zh-CN/settings'
import shell from './zh-CN/shell'
import tags from './zh-CN/tags'
import time from './zh-CN/time'
import watch from './zh-CN/watch'

export default {
  ...shell,
  ...time,
  ...watch,
  ...tags,
  ...bulk,
  ...record,
  ...reading,
  ...caseWords,
  ...escalate,
  ...prove,
  ...packages,
  ...bills,
  ...platforms,
  ...overview,
  ...charts,
  ...settings,
  ...backups,
  ...protect,
}
