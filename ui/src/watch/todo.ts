import { inject, type InjectionKey } from 'vue'
import type { Todo } from '@/bindings/Todo'
import type { Live } from '@/host/live'

/** One question for the rail's number and the first page. */
export const todoKey: InjectionKey<Live<Todo>> = Symbol('todo')

export function useTodo(): Live<Todo> {
  const todo = inject(todoKey)
  if (!todo) throw new Error('BUG: no todo was provided to the page')
  return todo
}
