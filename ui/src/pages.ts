import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
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
      { path: '/settings', name: 'settings', component: SettingsPage },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
}
