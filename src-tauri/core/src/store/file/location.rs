//! Where a folder lies: on this machine alone, or where other machines and programs reach into it.

use crate::text;
use crate::words::Text;
use std::path::Path;

/// Names of folders that well-known cloud drives carry to other machines, in lower case. Source: the folders' default
/// names on Windows, macOS and Linux; a renamed one is not recognised.
const DRIVES: &[&str] = &[
    "onedrive",
    "dropbox",
    "icloud",
    "mobile documents",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "syncthing",
    "坚果云",
    "nutstore",
    "百度网盘",
    "baidunetdisk",
    "百度云同步盘",
    "wps云盘",
    "wpsdrive",
    "阿里云盘",
    "adrive",
    "腾讯微云",
    "synologydrive",
];

/// File systems whose files lie on another machine.
const REMOTE: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "davfs",
    "fuse.gvfsd-fuse",
];

/// Whether a folder is one that a well-known cloud drive carries to other machines.
pub fn is_synced(folder: &Path) -> bool {
    folder.components().any(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        DRIVES.iter().any(|drive| part.contains(drive))
    })
}

/// What to say of a folder in which a data file is not safe: `what` names what lies there. None for an ordinary one.
pub fn carried_away(folder: &Path, what: Text) -> Option<Text> {
    if is_synced(folder) {
        return Some(text!(
            place_synced,
            what = what,
            folder = folder.display().to_string()
        ));
    }
    is_remote(folder).then(|| text!(place_remote, what = what, folder = folder.display().to_string()))
}

#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else {
        return false;
    };
    std::fs::read_to_string("/proc/self/mountinfo").is_ok_and(|mounts| remote_mount(&mounts, &folder))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(folder: &Path) -> bool {
    // A letter that stands for a share leads to it.
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    is_share(&whole.to_string_lossy())
}

/// Whether a path is that of another machine, `\\server\share`, as Windows writes it.
#[cfg_attr(target_os = "linux", allow(dead_code))]
fn is_share(path: &str) -> bool {
    match path.strip_prefix(r"\\?\") {
        Some(whole) => whole.starts_with(r"UNC\"),
        None => path.starts_with(r"\\") && !path.starts_with(r"\\.\"),
    }
}

/// Whether the mount that a folder is in lies on another machine; `mounts` as in `proc_pid_mountinfo(5)`.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn remote_mount(mounts: &str, folder: &Path) -> bool {
    mounts
        .lines()
        .filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            let place = before.split(' ').nth(4)?.replace("\\040", " ");
            folder
                .starts_with(&place)
                .then(|| (place.len(), after.split(' ').next().unwrap_or_default()))
        })
        // The innermost mount is the one that counts; of two at one place the later.
        .max_by_key(|(length, _)| *length)
        .is_some_and(|(_, kind)| REMOTE.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cloud_drives_are_known_by_their_folders() {
        for folder in [
            "/home/a/OneDrive - 公司/x",
            "/home/a/坚果云/到账",
            "/Users/a/Library/Mobile Documents/x",
        ] {
            assert!(is_synced(Path::new(folder)), "{folder}");
        }
        assert!(!is_synced(Path::new("/home/a/文档/到账")));
        let said = carried_away(Path::new("/home/a/Dropbox"), text!(place_backup)).unwrap();
        let said = said.chinese();
        assert!(
            said.starts_with("备份在云盘的同步文件夹里（/home/a/Dropbox）"),
            "{said}"
        );
    }

    #[test]
    fn a_share_is_told_from_a_drive_however_windows_writes_it() {
        for share in [r"\\server\文档\到账", r"\\?\UNC\server\文档\到账"] {
            assert!(is_share(share), "{share}");
        }
        for drive in [r"C:\Users\a", r"\\?\C:\Users\a", r"\\.\C:\a", "/home/a"] {
            assert!(!is_share(drive), "{drive}");
        }
    }

    #[test]
    fn the_innermost_mount_says_whether_a_folder_is_on_another_machine() {
        let mounts = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n\
                      40 22 0:35 / /home/a/net\\040work rw - cifs //server/share rw\n\
                      41 40 0:36 / /home/a/net\\040work/usb rw - ext4 /dev/sdb1 rw\n";
        assert!(!remote_mount(mounts, Path::new("/home/a")));
        assert!(remote_mount(mounts, Path::new("/home/a/net work/到账")));
        assert!(!remote_mount(mounts, Path::new("/home/a/net work/usb/到账")));
    }
}
