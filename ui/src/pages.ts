import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
import BillsPage from './bills/BillsPage.vue'
import CasePage from './case/CasePage.vue'
import SettingsPage from './settings/SettingsPage.vue'
import OrdersPage from './watch/OrdersPage.vue'
import TodoPage from './watch/TodoPage.vue'

export function createPages(history: RouterHistory = createWebHashHistory()): Router {
  return createRouter({
    history,
    routes: [
      { path: '/', name: 'todo', component: TodoPage },
      { path: '/orders', name: 'orders', component: OrdersPage },
      { path: '/orders/:id(\\d+)', name: 'case', component: CasePage, props: (to) => ({ id: Number(to.params.id) }) },
      // With what they draw with they are loaded when somebody goes there.
      { path: '/platforms', name: 'platforms', component: () => import('./platforms/PlatformsPage.vue') },
      { path: '/platforms/:name', name: 'platform', component: () => import('./platforms/PlatformPage.vue'), props: true },
      { path: '/overview', name: 'overview', component: () => import('./overview/OverviewPage.vue') },
      { path: '/bills', name: 'bills', component: BillsPage },
      { path: '/settings', name: 'settings', component: SettingsPage },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
}
