; The installer for one person, without an administrator. package.py runs it:
;   makensis -DVERSION=0.1.0 -DSOURCE=FOLDER -DICON=FILE -DOUT=FILE [-DTARGET=amd64-unicode] demitasse.nsi
;
; Options of the setup: /S silent, /LOGIN start at login (with /S), /D=FOLDER.
; Options of uninstall.exe: /S silent, /DELETEDATA delete the timesheet too (with /S).
!ifdef TARGET
  Target ${TARGET}      ; Debian's NSIS has 64-bit stubs; with the official one the setup is a 32-bit program
!endif
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "Sections.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

!define ID "app.demitasse.Demitasse"
!define WINDOWS "Software\Microsoft\Windows\CurrentVersion"
!define KEY "${WINDOWS}\Uninstall\${ID}"
!define RUN "${WINDOWS}\Run"
!define APPROVED "${WINDOWS}\Explorer\StartupApproved\Run"
!define LINK "$SMPROGRAMS\Demitasse.lnk"
!define DATA "$LOCALAPPDATA\demitasse"

Name "Demitasse"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Demitasse"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "Demitasse ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 "ProductName" "Demitasse"
VIAddVersionKey /LANG=0 "FileDescription" "Demitasse Setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\Demitasse-tray.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "--show"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString PROGRAM ${LANG_ENGLISH} "Demitasse"
LangString PROGRAM ${LANG_GERMAN} "Demitasse"
LangString AT_LOGIN ${LANG_ENGLISH} "Start at login"
LangString AT_LOGIN ${LANG_GERMAN} "Beim Anmelden starten"
LangString TIMESHEET ${LANG_ENGLISH} "Delete the timesheets of all profiles, too"
LangString TIMESHEET ${LANG_GERMAN} "Auch die Zeiterfassung aller Profile löschen"
LangString SURE ${LANG_ENGLISH} "Everything you tracked on this computer is deleted, also what has not been sent to CoffeeCup yet. Delete it?"
LangString SURE ${LANG_GERMAN} "Alles, was du auf diesem Computer erfasst hast, wird gelöscht, auch was noch nicht an CoffeeCup gesendet ist. Löschen?"
LangString IN_USE ${LANG_ENGLISH} "Demitasse is still running, so its files cannot be replaced. Quit it in the tray, close the terminals in which it runs, and try again."
LangString IN_USE ${LANG_GERMAN} "Demitasse läuft noch, darum lassen sich seine Dateien nicht ersetzen. Beende es im Infobereich, schließe die Terminals, in denen es läuft, und versuche es noch einmal."
LangString TOO_OLD ${LANG_ENGLISH} "Demitasse needs a 64-bit Windows 10 or newer."
LangString TOO_OLD ${LANG_GERMAN} "Demitasse braucht ein 64-Bit-Windows ab Version 10."

; Set the error flag if the file cannot be written, as that of a program that runs.
!macro FailIfInUse FILE
  ${If} ${FileExists} "${FILE}"
    FileOpen $0 "${FILE}" a
    ${IfNot} ${Errors}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

; End every tray app, and then delete the old program. While one of its programs runs, nothing is deleted.
!macro RemoveProgram
  Push $0
  Push $1
  StrCpy $1 0
  ${Do}
    ${If} ${FileExists} "$INSTDIR\demitasse.exe"
      nsExec::Exec '"$INSTDIR\demitasse.exe" quit'   ; all profiles; it waits for their end
      Pop $0
    ${EndIf}
    ClearErrors
    !insertmacro FailIfInUse "$INSTDIR\Demitasse-tray.exe"
    !insertmacro FailIfInUse "$INSTDIR\demitasse.exe"
    ${IfNot} ${Errors}
    ${AndIf} ${FileExists} "$INSTDIR\demitasse.exe"   ; else the folder may be another's
      Delete "$INSTDIR\Demitasse-tray.exe"
      RMDir /r "$INSTDIR\_internal"
      RMDir /r "$INSTDIR\licences"
      ClearErrors                                     ; an older version may lack one of them
      ${If} ${FileExists} "$INSTDIR\_internal\*.*"
        SetErrors
      ${Else}
        Delete "$INSTDIR\demitasse.exe"               ; the last one: without it nothing more is deleted
      ${EndIf}
    ${EndIf}
    ${IfNot} ${Errors}
      ${ExitDo}
    ${EndIf}
    IntOp $1 $1 + 1
    ${If} $1 < 20                                     ; Windows releases a file a moment after its process has ended
      Sleep 250
    ${ElseIf} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IN_USE)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 3
      Abort
    ${EndIf}
  ${Loop}
  Pop $1
  Pop $0
!macroend

; Give the shortcut the same AppUserModelID as the program, so that Windows shows notifications under its name.
!macro NameShortcut
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${LINK}",${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*(&w64 "${ID}")p.r4'
        System::Call '*(&i2 ${VT_LPWSTR},&i6 0,p r4,p 0)p.r5'
        ${IPropertyStore::SetValue} $2 '($3,$5)'
        ${IPropertyStore::Commit} $2 ""
        System::Free $3
        System::Free $4
        System::Free $5
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${LINK}",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

Section "$(PROGRAM)" SectionProgram
  SectionIn RO
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "${LINK}" "$INSTDIR\Demitasse-tray.exe" "--show"
  !insertmacro NameShortcut
  WriteRegStr HKCU "${KEY}" "DisplayName" "Demitasse"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\Demitasse-tray.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "Demitasse"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

Section /o "$(AT_LOGIN)" SectionLogin
  WriteRegStr HKCU "${RUN}" "${ID}" '"$INSTDIR\Demitasse-tray.exe"'
SectionEnd

Section "-Not at login"
  ${IfNot} ${SectionIsSelected} ${SectionLogin}
    DeleteRegValue HKCU "${RUN}" "${ID}"
  ${EndIf}
SectionEnd

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 2
    Abort
  ${EndIf}
  ; An upgrade keeps what was chosen before, here or in the settings of the program.
  ReadRegStr $0 HKCU "${RUN}" "${ID}"
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/LOGIN" $2
  ${IfNot} ${Errors}
  ${OrIf} $0 != ""
    !insertmacro SelectSection ${SectionLogin}
  ${EndIf}
FunctionEnd

Section "un.$(PROGRAM)" UnsectionProgram
  SectionIn RO
  ${If} ${SectionIsSelected} 1
  ${AndIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(SURE)" /SD IDYES IDNO`
    !insertmacro UnselectSection 1
  ${EndIf}
  ${If} ${SectionIsSelected} 1
    Call un.SignOut
  ${EndIf}
  !insertmacro RemoveProgram
  Call un.RemoveFromLogin
  Delete "${LINK}"
  DeleteRegKey HKCU "${KEY}"
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
SectionEnd

Section /o "un.$(TIMESHEET)" UnsectionTimesheet
  RMDir /r "${DATA}"
SectionEnd

Function un.onInit
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/DELETEDATA" $2
  ${IfNot} ${Errors}
    !insertmacro SelectSection 1
  ${EndIf}
FunctionEnd

; Delete the sessions of all profiles from the keyring of Windows.
Function un.SignOut
  nsExec::Exec '"$INSTDIR\demitasse.exe" quit'
  Pop $2
  FindFirst $0 $1 "${DATA}\*.*"
  ${DoUntil} $1 == ""
    ${If} ${FileExists} "${DATA}\$1\demitasse.db"
      nsExec::Exec '"$INSTDIR\demitasse.exe" --profile "$1" logout'
      Pop $2
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

; Delete the values of all profiles: the name of each begins with the program's ID.
Function un.RemoveFromLogin
  StrLen $3 "${ID}"
  StrCpy $0 0
  ${Do}
    EnumRegValue $1 HKCU "${RUN}" $0
    ${If} $1 == ""
      ${ExitDo}
    ${EndIf}
    StrCpy $2 $1 $3
    ${If} $2 == "${ID}"
      DeleteRegValue HKCU "${RUN}" "$1"
      DeleteRegValue HKCU "${APPROVED}" "$1"
    ${Else}
      IntOp $0 $0 + 1
    ${EndIf}
  ${Loop}
FunctionEnd
