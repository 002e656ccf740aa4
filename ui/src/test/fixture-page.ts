// For the tests that still stand on made-up data.
import { createFixtureHost, type FixtureHost, type Seed } from '@/host/fixture'
import { mountPage } from './page'

export { all, click, find, get, press, settled, type } from './page'

export async function openPage(seeds: Seed[] = [], at = '/', host: FixtureHost = createFixtureHost(seeds)) {
  return { ...(await mountPage(at, host)), host }
}

export function called(host: FixtureHost, name: string): unknown[][] {
  return host.calls.filter((call) => call.name === name).map((call) => call.args)
}
