; The installer for Windows: for one person, without an administrator, in simplified Chinese. `cargo xtask package --windows`
; runs it through makensis with
;   -DVERSION=0.1.0  -DICON=<.ico>  -DOUT=<the installer>  -DKILOBYTES=<what it takes on the disk>
;   -DFROM=<folder with exactly what is installed>  -DFILES=<the lines that delete it again>  and for trying it out -DQUICK

Target amd64-unicode
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh

!define APP "io.github.daozhang.app"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\daozhang"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define LINK "$SMPROGRAMS\到账.lnk"

; How a machine says that it has the web view, and where Microsoft gives it away:
; https://learn.microsoft.com/microsoft-edge/webview2/concepts/distribution (checked 2026-11-28)
!define WEBVIEW "EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW_SETUP "https://go.microsoft.com/fwlink/p/?LinkId=2124703"

Name "到账"
OutFile "${OUT}"
BrandingText "到账 ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\daozhang"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "到账"
VIAddVersionKey /LANG=2052 "FileDescription" "到账安装程序"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "© the Daozhang authors, MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\daozhang-app.exe"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "记下的订单和证据不会删除，还在 %APPDATA%\daozhang 里（或您自己选的文件夹）。"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A program that runs can't be replaced or deleted, and its tray keeps it running after the window was closed.
!macro WAIT_UNTIL_CLOSED UN
Function ${UN}WaitUntilClosed
  again:
  ${If} ${FileExists} "$INSTDIR\daozhang-app.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\daozhang-app.exe" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "到账正在运行。请先在任务栏右下角的托盘图标上点右键、选“退出”，再点“重试”。" /SD IDCANCEL IDRETRY again
      SetErrorLevel 1
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

; The version of the web view on the stack; nothing or zeros where there is none.
Function WebView
  SetRegView 64
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\Microsoft\${WEBVIEW}" "pv"
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    ReadRegStr $0 HKCU "Software\Microsoft\${WEBVIEW}" "pv"
  ${EndIf}
  Push $0
FunctionEnd

; Only where it is missing, and only if the person says so: it is fetched from Microsoft, by Microsoft's own program.
Function OfferWebView
  Call WebView
  Pop $0
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    MessageBox MB_YESNO|MB_ICONQUESTION "到账的窗口要用微软的 WebView2 运行时，这台电脑上没有。$\n$\n现在从微软的网站下载并安装吗？（要联网，约 2 MB 的安装程序会再下载其余部分）$\n选“否”也会装好到账，但要等您自己装上 WebView2 后窗口才打得开。" /SD IDNO IDYES fetch
    Return
    fetch:
    DetailPrint "从微软的网站下载 WebView2 运行时"
    ClearErrors
    ExecWait '"$SYSDIR\curl.exe" --fail --location --silent --output "$PLUGINSDIR\MicrosoftEdgeWebview2Setup.exe" "${WEBVIEW_SETUP}"' $1
    ${If} ${Errors}
    ${OrIf} $1 != 0
      ; Before Windows 10 of 2018 there is no such program, and a proxy may be in its way: the browser manages both.
      ExecShell "open" "${WEBVIEW_SETUP}"
      MessageBox MB_OK|MB_ICONINFORMATION "没能自动下载，已经在浏览器里打开微软的下载地址。下载后双击运行，再打开到账。"
      Return
    ${EndIf}
    ExecWait '"$PLUGINSDIR\MicrosoftEdgeWebview2Setup.exe" /silent /install' $1
    ${If} $1 != 0
      MessageBox MB_OK|MB_ICONEXCLAMATION "WebView2 没有装上（代码 $1）。到账已经装好；请从微软的网站另装 WebView2，再打开它。"
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  InitPluginsDir
  Call WaitUntilClosed
  SetOutPath "$INSTDIR"
  ClearErrors
  File "${FROM}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "${LINK}" "$INSTDIR\daozhang-app.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "到账"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\daozhang-app.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Daozhang authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "没有装完：“$INSTDIR”里有文件写不进去。请换一个文件夹，或关掉占用它的程序再试。" /SD IDOK
    SetErrorLevel 1
    Quit
  ${EndIf}
  Call OfferWebView
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  ; What the person's own settings had the system start: each data folder has an entry of its own. Deleting one moves the others up.
  StrCpy $1 0
  ${Do}
    EnumRegValue $2 HKCU "${RUN}" $1
    ${If} $2 == ""
      ${Break}
    ${EndIf}
    ReadRegStr $3 HKCU "${RUN}" $2
    StrCpy $4 '"$INSTDIR\daozhang'
    StrLen $5 $4
    StrCpy $3 $3 $5
    ${If} $3 == $4
      DeleteRegValue HKCU "${RUN}" $2
    ${Else}
      IntOp $1 $1 + 1
    ${EndIf}
  ${Loop}
  DeleteRegKey HKCU "Software\Classes\AppUserModelId\${APP}"
  Delete "${LINK}"
  !include "${FILES}"
  Delete "$INSTDIR\uninstall.exe"
  ; Only if nothing else was put there: data that somebody keeps beside the program stays.
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
