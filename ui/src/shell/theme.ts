/** Light or dark as the system says, also when it changes its mind. */
export function followSystemTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = (): void => {
    document.documentElement.classList.toggle('dark', dark.matches)
  }
  apply()
  dark.addEventListener('change', apply)
}
