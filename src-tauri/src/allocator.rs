//! What the process keeps of the memory that it no longer uses.

/// Makes the C library give large parts back to the system as soon as they are free. By itself it learns from the first
/// large picture to keep such parts for later, and a package of large photographs then holds twice what it works with.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back_large_parts() {
    /// In bytes: pixels and files are larger, texts and rows are smaller.
    const LARGE: libc::c_int = 256 * 1024;
    #[allow(
        unsafe_code,
        reason = "the C library takes this setting by a call or from the environment before the process starts"
    )]
    // SAFETY: it takes two numbers and touches nothing of ours.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}

/// Other systems do so by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_large_parts() {}
