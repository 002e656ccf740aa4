import type { ShotRole } from '@/bindings/ShotRole'
import type { StagedShot } from '@/bindings/StagedShot'

export type RoledShot = StagedShot & {
  role: ShotRole
  /** By the person; what is read on the picture no longer changes it. */
  roleChosen?: boolean
}

const USUAL_ROLES: ShotRole[] = ['payment', 'order-page', 'chat', 'arrival-check']

/** The role a further picture most likely has: the first usual one that is still missing. */
export function nextRole(taken: ShotRole[]): ShotRole {
  return USUAL_ROLES.find((role) => !taken.includes(role)) ?? 'other'
}

/** Adds pictures with a likely role; the same picture twice is one. */
export function withRoles(have: RoledShot[], more: StagedShot[], alreadyThere: ShotRole[] = []): RoledShot[] {
  const all = [...have]
  for (const shot of more) {
    if (all.some((known) => known.sha256 === shot.sha256)) continue
    all.push({ ...shot, role: nextRole([...alreadyThere, ...all.map((known) => known.role)]) })
  }
  return all
}

/** As the person wants it. */
export function withChosenRole(shots: RoledShot[], sha256: string, role: ShotRole): RoledShot[] {
  return shots.map((shot) => (shot.sha256 === sha256 ? { ...shot, role, roleChosen: true } : shot))
}

/** As it was read, unless the person said otherwise. */
export function withReadRole(shots: RoledShot[], sha256: string, role: ShotRole | null): RoledShot[] {
  return role === null ? shots : shots.map((shot) => (shot.sha256 === sha256 && !shot.roleChosen ? { ...shot, role } : shot))
}
