// What `zh-CN.ts` says, in English.
import backups from './en/backups'
import bills from './en/bills'
import bulk from './en/bulk'
import caseWords from './en/case'
import charts from './en/charts'
import escalate from './en/escalate'
import overview from './en/overview'
import packages from './en/package'
import platforms from './en/platforms'
import protect from './en/protect'
import prove from './en/prove'
import reading from './en/reading'
import record from './en/record'
import settings from './en/settings'
import shell from './en/shell'
import tags from './en/tags'
import time from './en/time'
import watch from './en/watch'

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
