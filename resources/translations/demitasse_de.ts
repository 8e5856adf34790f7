<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>About and licences</source>
        <translation>Info und Lizenzen</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Log folder</source>
        <translation>Protokollordner</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Was ist neu</translation>
    </message>
    <message>
        <source>Versions and counts only: no names, no comments, no addresses.</source>
        <translation>Nur Versionen und Anzahlen: keine Namen, keine Kommentare, keine Adressen.</translation>
    </message>
    <message>
        <source>A small cup for CoffeeCup, under the MIT licence.</source>
        <translation>Eine kleine Tasse für CoffeeCup, unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Not made by the makers of CoffeeCup.</source>
        <translation>Nicht von den Machern von CoffeeCup.</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>Verwendete Software</translation>
    </message>
    <message>
        <source>Looking for a newer version…</source>
        <translation>Neuere Version wird gesucht …</translation>
    </message>
    <message>
        <source>Version {version} is available.</source>
        <translation>Version {version} ist verfügbar.</translation>
    </message>
    <message>
        <source>There is no newer version.</source>
        <translation>Es gibt keine neuere Version.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>AccountsPage</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>A name for another account</source>
        <translation>Ein Name für ein weiteres Konto</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Each account has its own cup in the tray. Nothing is mixed.</source>
        <translation>Jedes Konto hat seine eigene Tasse. Nichts wird vermischt.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>dieses</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Nicht angemeldet</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>Wechsel</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>add</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>answer about being away</source>
        <translation>Antwort zur Abwesenheit</translation>
    </message>
    <message>
        <source>split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>import</source>
        <translation>Import</translation>
    </message>
</context>
<context>
    <name>AwayPage</name>
    <message>
        <source>Were you working?</source>
        <translation>Hast du gearbeitet?</translation>
    </message>
    <message>
        <source>Until you answer, the time counts.</source>
        <translation>Bis du antwortest, zählt die Zeit.</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Abziehen</translation>
    </message>
    <message>
        <source>Keep the time</source>
        <translation>Zeit behalten</translation>
    </message>
    <message>
        <source>Remove it and keep tracking</source>
        <translation>Abziehen und weiter erfassen</translation>
    </message>
    <message>
        <source>Remove it and stop</source>
        <translation>Abziehen und stoppen</translation>
    </message>
    <message>
        <source>Move it to another task…</source>
        <translation>Auf eine andere Aufgabe buchen …</translation>
    </message>
    <message>
        <source>away · {time}</source>
        <translation>abwesend · {time}</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
</context>
<context>
    <name>Candidates</name>
    <message>
        <source>Best matches</source>
        <translation>Beste Treffer</translation>
    </message>
    <message>
        <source>One letter off</source>
        <translation>Ein Buchstabe anders</translation>
    </message>
    <message>
        <source>9-10:30 acme kick-off  ·  yesterday 1.5h review</source>
        <translation>9-10:30 acme kick-off  ·  gestern 1,5h review</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Without a client</source>
        <translation>Ohne Kunde</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>“{text}” is not understood here.</source>
        <translation>„{text}“ wird hier nicht verstanden.</translation>
    </message>
    <message>
        <source>Put it in quotes if it is part of the name. A comment goes behind a colon.</source>
        <translation>Setze es in Anführungszeichen, wenn es zum Namen gehört. Ein Kommentar steht nach einem Doppelpunkt.</translation>
    </message>
    <message>
        <source>“{text}” can mean “{first}” or “{second}”.</source>
        <translation>„{text}“ kann „{first}“ oder „{second}“ heißen.</translation>
    </message>
    <message>
        <source>Write the one that you mean.</source>
        <translation>Schreibe, was du meinst.</translation>
    </message>
    <message>
        <source>“{first}” and “{second}” cannot both be meant.</source>
        <translation>„{first}“ und „{second}“ können nicht beide gemeint sein.</translation>
    </message>
    <message>
        <source>Leave one of them out, or put it in quotes.</source>
        <translation>Lass eins weg oder setze es in Anführungszeichen.</translation>
    </message>
    <message>
        <source>Nothing you may book matches “{query}”.</source>
        <translation>Nichts, worauf du buchen darfst, passt zu „{query}“.</translation>
    </message>
    <message>
        <source>Type a few letters of a project or task.</source>
        <translation>Tippe ein paar Buchstaben eines Projekts oder einer Aufgabe.</translation>
    </message>
    <message>
        <source>Or choose one below.</source>
        <translation>Oder wähle unten eine aus.</translation>
    </message>
    <message>
        <source>Your projects and tasks arrive when you sign in.</source>
        <translation>Deine Projekte und Aufgaben kommen, sobald du dich anmeldest.</translation>
    </message>
    <message>
        <source>Your projects and tasks arrive with the first sync.</source>
        <translation>Deine Projekte und Aufgaben kommen beim ersten Synchronisieren.</translation>
    </message>
    <message>
        <source>There is no task yet that you may book on.</source>
        <translation>Es gibt noch keine Aufgabe, auf die du buchen darfst.</translation>
    </message>
    <message>
        <source>Nothing fits exactly; ↓ takes “{task}”</source>
        <translation>Nichts passt genau; ↓ nimmt „{task}“</translation>
    </message>
    <message>
        <source>Also understood: a time span, a duration, a day.</source>
        <translation>Auch verstanden: Zeitspanne, Dauer, Tag.</translation>
    </message>
    <message>
        <source>Continue {pair}</source>
        <translation>Fortsetzen: {pair}</translation>
    </message>
    <message>
        <source>Change to {pair}</source>
        <translation>Ändern zu {pair}</translation>
    </message>
    <message>
        <source>Add {time} · {pair}</source>
        <translation>{time} eintragen · {pair}</translation>
    </message>
    <message>
        <source>Switch to {pair}</source>
        <translation>Wechseln zu {pair}</translation>
    </message>
    <message>
        <source>Start {pair}</source>
        <translation>Starten: {pair}</translation>
    </message>
    <message numerus="yes">
        <source>%n tasks fit; ↓ takes the other</source>
        <translation>
            <numerusform>%n Aufgabe passt; ↓ nimmt die andere</numerusform>
            <numerusform>%n Aufgaben passen; ↓ nimmt die andere</numerusform>
        </translation>
    </message>
    <message>
        <source>Keeps its time, {time}, and its comment</source>
        <translation>Zeit ({time}) und Kommentar bleiben</translation>
    </message>
    <message>
        <source>Shift Enter switches instead: a new entry from now</source>
        <translation>Umschalt Enter wechselt: neuer Eintrag ab jetzt</translation>
    </message>
    <message>
        <source>Shift Enter changes the running entry instead</source>
        <translation>Umschalt Enter ändert den laufenden Eintrag</translation>
    </message>
    <message>
        <source>stops {task} at {time}</source>
        <translation>stoppt {task} bei {time}</translation>
    </message>
    <message>
        <source>from now, {at}</source>
        <translation>ab jetzt, {at}</translation>
    </message>
    <message>
        <source>since {at}</source>
        <translation>seit {at}</translation>
    </message>
    <message>
        <source>{day} · without times</source>
        <translation>{day} · ohne Uhrzeiten</translation>
    </message>
    <message>
        <source>{span} today</source>
        <translation>Heute, {span}</translation>
    </message>
    <message>
        <source>{day} · {span}</source>
        <translation>{day} · {span}</translation>
    </message>
    <message>
        <source>Yesterday, {date}</source>
        <translation>Gestern, {date}</translation>
    </message>
    <message>
        <source>Last on {day}</source>
        <translation>Zuletzt am {day}</translation>
    </message>
    <message>
        <source>Stopped at {at} after {time}</source>
        <translation>Gestoppt um {at} nach {time}</translation>
    </message>
    <message>
        <source>Overlaps {pair} by {time}</source>
        <translation>Überlappt {pair} um {time}</translation>
    </message>
    <message>
        <source>What Enter does</source>
        <translation>Was Enter bewirkt</translation>
    </message>
</context>
<context>
    <name>ClockButton</name>
    <message>
        <source>Change start time</source>
        <translation>Startzeit ändern</translation>
    </message>
</context>
<context>
    <name>ClockEdit</name>
    <message>
        <source>since</source>
        <translation>seit</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>bisher</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Started {time}, {total} so far</source>
        <translation>Begonnen {time}, bisher {total}</translation>
    </message>
    <message>
        <source>{time} of it before</source>
        <translation>davon {time} schon vorher</translation>
    </message>
</context>
<context>
    <name>CloseDay</name>
    <message>
        <source>A gap: {span}</source>
        <translation>Eine Lücke: {span}</translation>
    </message>
    <message>
        <source>Two entries overlap</source>
        <translation>Zwei Einträge überschneiden sich</translation>
    </message>
    <message>
        <source>An overlap</source>
        <translation>Eine Überschneidung</translation>
    </message>
    <message>
        <source>An open absence</source>
        <translation>Eine offene Abwesenheit</translation>
    </message>
    <message>
        <source>An entry without a comment</source>
        <translation>Ein Eintrag ohne Kommentar</translation>
    </message>
    <message>
        <source>A rejected entry</source>
        <translation>Ein abgelehnter Eintrag</translation>
    </message>
    <message>
        <source>An entry with two versions</source>
        <translation>Ein Eintrag mit zwei Fassungen</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting: saved here, not sent yet</source>
        <translation>
            <numerusform>%n wartet: hier gespeichert, noch nicht gesendet</numerusform>
            <numerusform>%n warten: hier gespeichert, noch nicht gesendet</numerusform>
        </translation>
    </message>
    <message>
        <source>The timer is running</source>
        <translation>Der Timer läuft</translation>
    </message>
    <message>
        <source>After {before}, before {after}.</source>
        <translation>Nach {before}, vor {after}.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Abziehen</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>wie davor</translation>
    </message>
    <message>
        <source>as after</source>
        <translation>wie danach</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>CoffeeCup rejected it: {reason}</source>
        <translation>CoffeeCup hat ihn abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>The gap is {pair}</source>
        <translation>Die Lücke ist {pair}</translation>
    </message>
    <message>
        <source>Moved to {pair}</source>
        <translation>Gebucht auf {pair}</translation>
    </message>
    <message>
        <source>Comment saved</source>
        <translation>Kommentar gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting: saved here, not sent yet.</source>
        <translation>
            <numerusform>%n wartet: hier gespeichert, noch nicht gesendet.</numerusform>
            <numerusform>%n warten: hier gespeichert, noch nicht gesendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing open. %n entry(s) are on the way.</source>
        <translation>
            <numerusform>Nichts offen. %n Eintrag ist unterwegs.</numerusform>
            <numerusform>Nichts offen. %n Einträge sind unterwegs.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing open, everything is on CoffeeCup.</source>
        <translation>Nichts offen, alles ist bei CoffeeCup.</translation>
    </message>
    <message>
        <source>since {at}</source>
        <translation>seit {at}</translation>
    </message>
    <message>
        <source>Delete {task}</source>
        <translation>{task} löschen</translation>
    </message>
    <message>
        <source>That was a break</source>
        <translation>Das war eine Pause</translation>
    </message>
    <message>
        <source>Something else…</source>
        <translation>Etwas anderes …</translation>
    </message>
    <message>
        <source>{task} ends at {at}</source>
        <translation>{task} endet um {at}</translation>
    </message>
    <message>
        <source>{task} starts at {at}</source>
        <translation>{task} beginnt um {at}</translation>
    </message>
    <message>
        <source>Both are right</source>
        <translation>Beides stimmt</translation>
    </message>
    <message>
        <source>Keep the time</source>
        <translation>Zeit behalten</translation>
    </message>
    <message>
        <source>Remove it and keep tracking</source>
        <translation>Abziehen und weiter erfassen</translation>
    </message>
    <message>
        <source>Remove it and stop</source>
        <translation>Abziehen und stoppen</translation>
    </message>
    <message>
        <source>Move it to another task…</source>
        <translation>Auf eine andere Aufgabe buchen …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>Nicht nötig</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Copy its text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Choose a version…</source>
        <translation>Fassung wählen …</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt synchronisieren</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Keep it running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
</context>
<context>
    <name>CloseDayPage</name>
    <message>
        <source>Close the day</source>
        <translation>Tag abschließen</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the day</source>
        <translation>Zurück zum Tag</translation>
    </message>
    <message>
        <source>Copy the day</source>
        <translation>Tag kopieren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message>
        <source>Copied the day</source>
        <translation>Tag kopiert</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>CommentSuggestions</name>
    <message>
        <source>Comments from before</source>
        <translation>Frühere Kommentare</translation>
    </message>
</context>
<context>
    <name>Conflicts</name>
    <message>
        <source>CoffeeCup rejected it: {reason}</source>
        <translation>CoffeeCup hat ihn abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>CoffeeCup rejected it.</source>
        <translation>CoffeeCup hat ihn abgelehnt.</translation>
    </message>
    <message>
        <source>Changed here and on CoffeeCup. Which version do you want to keep?</source>
        <translation>Hier und bei CoffeeCup geändert. Welche Fassung soll bleiben?</translation>
    </message>
    <message>
        <source>The comment was too long for CoffeeCup, which kept its beginning.</source>
        <translation>Der Kommentar war für CoffeeCup zu lang; dort steht nur der Anfang.</translation>
    </message>
    <message>
        <source>CoffeeCup stored other values than it was sent.</source>
        <translation>CoffeeCup hat andere Werte gespeichert, als gesendet wurden.</translation>
    </message>
    <message>
        <source>It cannot be changed on CoffeeCup any more.</source>
        <translation>Bei CoffeeCup nicht mehr änderbar.</translation>
    </message>
    <message>
        <source>It was deleted here, but changed on CoffeeCup.</source>
        <translation>Hier gelöscht, bei CoffeeCup aber geändert.</translation>
    </message>
    <message>
        <source>It was changed here, but deleted on CoffeeCup.</source>
        <translation>Hier geändert, bei CoffeeCup aber gelöscht.</translation>
    </message>
    <message>
        <source>It may be a copy that a slow connection made.</source>
        <translation>Vielleicht doppelt (langsame Verbindung).</translation>
    </message>
    <message>
        <source>Keep both comments, one below the other</source>
        <translation>Beide Kommentare behalten, untereinander</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meine behalten</translation>
    </message>
    <message>
        <source>Use CoffeeCup’s</source>
        <translation>CoffeeCup übernehmen</translation>
    </message>
    <message>
        <source>Leave as is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Send it anyway</source>
        <translation>Trotzdem senden</translation>
    </message>
    <message>
        <source>Keep both entries</source>
        <translation>Beide Einträge behalten</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>It may be on CoffeeCup already.</source>
        <translation>Vielleicht schon bei CoffeeCup.</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Book it again</source>
        <translation>Erneut eintragen</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>It is there</source>
        <translation>Ist schon da</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>no comment</source>
        <translation>kein Kommentar</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>Needs attention</source>
        <translation>Zu klären</translation>
    </message>
    <message>
        <source>There is nothing to decide.</source>
        <translation>Es gibt nichts zu entscheiden.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Keep this</source>
        <translation>So behalten</translation>
    </message>
    <message>
        <source>It stays here until you decide.</source>
        <translation>Bis du entscheidest, bleibt es hier.</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message>
        <source>Move it to another task…</source>
        <translation>Auf eine andere Aufgabe buchen …</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Copy its text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>{zone} time</source>
        <translation>Zeit von {zone}</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <extracomment>The format of a day of this year with its weekday, in Qt&apos;s letters.</extracomment>
        <translation>ddd d. MMM</translation>
    </message>
    <message>
        <source>No target today</source>
        <translation>Heute kein Soll</translation>
    </message>
    <message>
        <source>No target on this day</source>
        <translation>An diesem Tag kein Soll</translation>
    </message>
    <message>
        <source>{time} to go · done at {at}</source>
        <translation>Noch {time} · fertig um {at}</translation>
    </message>
    <message>
        <source>{time} to go</source>
        <translation>Noch {time}</translation>
    </message>
    <message>
        <source>{time} under</source>
        <translation>{time} unter dem Soll</translation>
    </message>
    <message>
        <source>Target met at {at}</source>
        <translation>Soll erreicht um {at}</translation>
    </message>
    <message>
        <source>Target met</source>
        <translation>Soll erreicht</translation>
    </message>
    <message>
        <source>{time} over · target met at {at}</source>
        <translation>{time} über dem Soll · erreicht um {at}</translation>
    </message>
    <message>
        <source>{time} over</source>
        <translation>{time} über dem Soll</translation>
    </message>
    <message>
        <source>Not all of this is on this computer yet.</source>
        <translation>Noch ist nicht alles davon auf diesem Computer.</translation>
    </message>
    <message>
        <source>Asking CoffeeCup…</source>
        <translation>CoffeeCup wird gefragt …</translation>
    </message>
    <message>
        <source>CoffeeCup is slow today…</source>
        <translation>CoffeeCup ist heute langsam …</translation>
    </message>
    <message>
        <source>Back to today</source>
        <translation>Zurück zu heute</translation>
    </message>
    <message>
        <source>Close the day</source>
        <translation>Tag abschließen</translation>
    </message>
    <message>
        <source>{span} · nothing tracked</source>
        <translation>{span} · nichts erfasst</translation>
    </message>
    <message>
        <source>since {at}</source>
        <translation>seit {at}</translation>
    </message>
    <message>
        <source>timer is running</source>
        <translation>Timer läuft</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Zeit eintragen</translation>
    </message>
</context>
<context>
    <name>DayBlock</name>
    <message>
        <source>The day before</source>
        <translation>Der Tag davor</translation>
    </message>
    <message>
        <source>The day after</source>
        <translation>Der Tag danach</translation>
    </message>
    <message>
        <source>Show the month</source>
        <translation>Monat zeigen</translation>
    </message>
</context>
<context>
    <name>DayField</name>
    <message>
        <source>Arrow keys change the day</source>
        <translation>Pfeiltasten wechseln den Tag</translation>
    </message>
</context>
<context>
    <name>DayPicker</name>
    <message>
        <source>Pick a day</source>
        <translation>Tag wählen</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>Vorheriger Monat</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Nächster Monat</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Pick a project and task</source>
        <translation>Projekt und Aufgabe wählen</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>What are you doing?</source>
        <translation>Was machst du gerade?</translation>
    </message>
</context>
<context>
    <name>Digits</name>
    <message>
        <source>Timer running, {time}</source>
        <translation>Timer läuft, {time}</translation>
    </message>
    <message>
        <source>Timer stopped</source>
        <translation>Timer gestoppt</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Tray icon</source>
        <translation>Symbol im Tray</translation>
    </message>
    <message>
        <source>Clicks on the icon</source>
        <translation>Klicks auf das Symbol</translation>
    </message>
    <message>
        <source>Place of the window</source>
        <translation>Ort des Fensters</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Start beim Anmelden</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesenheit</translation>
    </message>
    <message>
        <source>Sleep</source>
        <translation>Ruhezustand</translation>
    </message>
    <message>
        <source>Global shortcuts</source>
        <translation>Globale Kürzel</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Festplatte</translation>
    </message>
    <message>
        <source>Timesheet</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Calls to CoffeeCup</source>
        <translation>Anfragen an CoffeeCup</translation>
    </message>
    <message>
        <source>Installation</source>
        <translation>Installation</translation>
    </message>
    <message>
        <source>works</source>
        <translation>funktioniert</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>Start Demitasse, then check again.</source>
        <translation>Starte Demitasse und prüfe neu.</translation>
    </message>
    <message>
        <source>There is no desktop in this session.</source>
        <translation>In dieser Sitzung gibt es keinen Desktop.</translation>
    </message>
    <message>
        <source>The tray app does not answer.</source>
        <translation>Das Tray-Programm antwortet nicht.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Keine rechtzeitige Antwort.</translation>
    </message>
    <message>
        <source>Check again; if it stays like this, restart that part.</source>
        <translation>Prüfe neu; bleibt es so, starte diesen Teil neu.</translation>
    </message>
    <message>
        <source>This check has a bug ({kind}).</source>
        <translation>Diese Prüfung hat einen Fehler ({kind}).</translation>
    </message>
    <message>
        <source>Report it with the log.</source>
        <translation>Melde ihn mit dem Protokoll.</translation>
    </message>
    <message>
        <source>Shown by the panel</source>
        <translation>Vom Panel gezeigt</translation>
    </message>
    <message>
        <source>The panel shows icons</source>
        <translation>Das Panel zeigt Symbole</translation>
    </message>
    <message>
        <source>No panel shows it; Demitasse is a window here</source>
        <translation>Kein Panel zeigt es; Demitasse ist hier ein Fenster</translation>
    </message>
    <message>
        <source>On GNOME, install the extension AppIndicator.</source>
        <translation>Installiere unter GNOME die Erweiterung AppIndicator.</translation>
    </message>
    <message>
        <source>The panel shows icons, but not this one.</source>
        <translation>Das Panel zeigt Symbole, aber dieses nicht.</translation>
    </message>
    <message>
        <source>Quit Demitasse and start it again.</source>
        <translation>Beende Demitasse und starte es neu.</translation>
    </message>
    <message>
        <source>These have arrived: {buttons}</source>
        <translation>Angekommen sind: {buttons}</translation>
    </message>
    <message>
        <source>None has arrived since Demitasse started.</source>
        <translation>Seit dem Start ist keiner angekommen.</translation>
    </message>
    <message>
        <source>Click the icon, then check again.</source>
        <translation>Klicke auf das Symbol und prüfe neu.</translation>
    </message>
    <message>
        <source>A click opens the menu on this desktop.</source>
        <translation>Auf diesem Desktop öffnet ein Klick das Menü.</translation>
    </message>
    <message>
        <source>Click twice, or choose Open Demitasse in the menu.</source>
        <translation>Klicke doppelt, oder wähle im Menü „Demitasse öffnen“.</translation>
    </message>
    <message>
        <source>Beside the icon</source>
        <translation>Neben dem Symbol</translation>
    </message>
    <message>
        <source>At the panel; the desktop does not say where the icon is</source>
        <translation>Am Panel; der Desktop sagt nicht, wo das Symbol ist</translation>
    </message>
    <message>
        <source>Where the desktop puts it: on Wayland no program chooses</source>
        <translation>Wo der Desktop es hinsetzt: Unter Wayland wählt das kein Programm selbst</translation>
    </message>
    <message>
        <source>A window with a frame, as there is no tray</source>
        <translation>Ein Fenster mit Rahmen, weil es keinen Tray gibt</translation>
    </message>
    <message>
        <source>Shown, with buttons</source>
        <translation>Werden gezeigt, mit Knöpfen</translation>
    </message>
    <message>
        <source>Shown, without buttons</source>
        <translation>Werden gezeigt, ohne Knöpfe</translation>
    </message>
    <message>
        <source>Answer in this window.</source>
        <translation>Antworte in diesem Fenster.</translation>
    </message>
    <message>
        <source>Shown by the system</source>
        <translation>Vom System gezeigt</translation>
    </message>
    <message>
        <source>No program shows them.</source>
        <translation>Kein Programm zeigt sie.</translation>
    </message>
    <message>
        <source>Install one, such as dunst or mako.</source>
        <translation>Installiere eines, etwa dunst oder mako.</translation>
    </message>
    <message>
        <source>{backend}, unlocked</source>
        <translation>{backend}, entsperrt</translation>
    </message>
    <message>
        <source>{backend}, locked; unlock it in the system</source>
        <translation>{backend}, gesperrt; im System entsperren</translation>
    </message>
    <message>
        <source>There is none; the session is kept in a file, or until Demitasse quits.</source>
        <translation>Es gibt keinen; die Sitzung liegt in einer Datei oder gilt, bis Demitasse endet.</translation>
    </message>
    <message>
        <source>Install gnome-keyring or KWallet, then sign in again.</source>
        <translation>Installiere gnome-keyring oder KWallet und melde dich neu an.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Switched off in the system&apos;s own settings.</source>
        <translation>In den Einstellungen des Systems abgeschaltet.</translation>
    </message>
    <message>
        <source>Switch it on there.</source>
        <translation>Schalte es dort ein.</translation>
    </message>
    <message>
        <source>{source} reports how long nobody has been here</source>
        <translation>{source} meldet, wie lange niemand da war</translation>
    </message>
    <message>
        <source>Only sleep is noticed; this desktop can’t detect idle time</source>
        <translation>Nur Ruhezustand; Untätigkeit ist hier nicht erkennbar</translation>
    </message>
    <message>
        <source>The system announces it</source>
        <translation>Das System kündigt ihn an</translation>
    </message>
    <message>
        <source>The clock shows it afterwards, within a minute</source>
        <translation>Wird danach an der Uhr erkannt, binnen einer Minute</translation>
    </message>
    <message>
        <source>{number} set</source>
        <translation>{number} festgelegt</translation>
    </message>
    <message>
        <source>Not for programs here. Bind “{command}” in the system’s settings</source>
        <translation>Hier nicht für Programme. Lege „{command}“ in den Systemeinstellungen fest</translation>
    </message>
    <message>
        <source>{offset_ms} from CoffeeCup’s, zone {zone}</source>
        <translation>{offset_ms} neben der von CoffeeCup, Zone {zone}</translation>
    </message>
    <message>
        <source>{offset_ms} from CoffeeCup’s, zone {zone}; times are booked wrongly.</source>
        <translation>{offset_ms} neben der von CoffeeCup, Zone {zone}; Zeiten werden falsch gebucht.</translation>
    </message>
    <message>
        <source>Have the system set its clock from the network.</source>
        <translation>Lass das System die Uhr über das Netz stellen.</translation>
    </message>
    <message>
        <source>Not compared with CoffeeCup’s, zone {zone}</source>
        <translation>Nicht mit der von CoffeeCup verglichen, Zone {zone}</translation>
    </message>
    <message>
        <source>{zone}, also on this computer</source>
        <translation>{zone}, auch auf diesem Computer</translation>
    </message>
    <message>
        <source>Days and times are in {zone}; this computer is in {computer}.</source>
        <translation>Tage und Uhrzeiten gelten in {zone}; dieser Computer ist in {computer}.</translation>
    </message>
    <message>
        <source>Choose in the settings.</source>
        <translation>Wähle in den Einstellungen.</translation>
    </message>
    <message>
        <source>CoffeeCup’s zone {zone} is not known here; this computer’s is used.</source>
        <translation>Die Zone {zone} von CoffeeCup ist hier unbekannt; die dieses Computers gilt.</translation>
    </message>
    <message>
        <source>Install the system’s time zone data (tzdata).</source>
        <translation>Installiere die Zeitzonen des Systems (tzdata).</translation>
    </message>
    <message>
        <source>{free_bytes} free, timesheet {size_bytes}</source>
        <translation>{free_bytes} frei, Zeiten {size_bytes}</translation>
    </message>
    <message>
        <source>Make room, or nothing can be saved soon.</source>
        <translation>Schaffe Platz, sonst lässt sich bald nichts mehr speichern.</translation>
    </message>
    <message>
        <source>No damage found; entries: {entries}</source>
        <translation>Keine Schäden gefunden; Einträge: {entries}</translation>
    </message>
    <message>
        <source>{host} answered in {took_ms}</source>
        <translation>{host} antwortete in {took_ms}</translation>
    </message>
    <message>
        <source>Nobody has signed in.</source>
        <translation>Niemand hat sich angemeldet.</translation>
    </message>
    <message>
        <source>Only macOS shows it.</source>
        <translation>Das zeigt nur macOS.</translation>
    </message>
    <message>
        <source>{used} of {limit} used now, {today} today</source>
        <translation>{used} von {limit} jetzt belegt, {today} heute</translation>
    </message>
    <message>
        <source>CoffeeCup asked for a pause until {until}.</source>
        <translation>CoffeeCup hat um eine Pause bis {until} gebeten.</translation>
    </message>
    <message>
        <source>All calls of today are used up ({today}).</source>
        <translation>Alle Anfragen für heute sind verbraucht ({today}).</translation>
    </message>
    <message>
        <source>Report it; this is a bug.</source>
        <translation>Melde es; das ist ein Fehler.</translation>
    </message>
    <message>
        <source>Demitasse {version} on Python {python}, complete</source>
        <translation>Demitasse {version} mit Python {python}, vollständig</translation>
    </message>
    <message>
        <source>{part} is missing.</source>
        <translation>{part} fehlt.</translation>
    </message>
    <message>
        <source>Install Demitasse again.</source>
        <translation>Installiere Demitasse neu.</translation>
    </message>
    <message>
        <source>This is version {version}, but {running} runs in the tray.</source>
        <translation>Dies ist Version {version}, im Tray läuft aber {running}.</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>Doctor</source>
        <translation>Systemprüfung</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Neu prüfen</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Checked {at}</source>
        <translation>Geprüft {at}</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Probieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>This is how Demitasse tells you something.</source>
        <translation>So meldet sich Demitasse.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>EditPreview</name>
    <message>
        <source>= {time}, end stays {at}</source>
        <translation>= {time}, Ende bleibt {at}</translation>
    </message>
    <message>
        <source>= {time}, end becomes {at}</source>
        <translation>= {time}, Ende wird {at}</translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>Alles so lassen, wie es war</translation>
    </message>
    <message>
        <source>Edit entry</source>
        <translation>Eintrag bearbeiten</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Zeit eintragen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Neu senden</translation>
    </message>
    <message>
        <source>Overlaps {pair}, {span}</source>
        <translation>Überlappt {pair}, {span}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Changes dropped</source>
        <translation>Änderungen verworfen</translation>
    </message>
    <message>
        <source>This entry was deleted elsewhere. What is typed here can be added as a new one.</source>
        <translation>Dieser Eintrag wurde anderswo gelöscht. Was hier steht, kann als neuer eingetragen werden.</translation>
    </message>
</context>
<context>
    <name>EmptyDay</name>
    <message>
        <source>Not on this computer yet</source>
        <translation>Noch nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>Nothing tracked yet today</source>
        <translation>Heute noch nichts erfasst</translation>
    </message>
    <message>
        <source>Nothing tracked on this day</source>
        <translation>An diesem Tag ist nichts erfasst</translation>
    </message>
    <message>
        <source>Type what you’re working on.</source>
        <translation>Schreib oben, was du tust.</translation>
    </message>
    <message>
        <source>Type what you’re working on, or continue from yesterday:</source>
        <translation>Schreib oben, was du tust, oder mach weiter wie gestern:</translation>
    </message>
    <message>
        <source>Type what you’re working on, or continue from {day}:</source>
        <translation>Schreib oben, was du tust, oder mach weiter wie am {day}:</translation>
    </message>
</context>
<context>
    <name>EndView</name>
    <message>
        <source>{total} of {target}</source>
        <translation>{total} von {target}</translation>
    </message>
    <message>
        <source>Enjoy your evening.</source>
        <translation>Schönen Feierabend.</translation>
    </message>
    <message numerus="yes">
        <source>%n left open</source>
        <translation>
            <numerusform>%n offen gelassen</numerusform>
            <numerusform>%n offen gelassen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EntryForm</name>
    <message>
        <source>Pick a project and task</source>
        <translation>Projekt und Aufgabe wählen</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>What was it?</source>
        <translation>Was war es?</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Project and task</source>
        <translation>Projekt und Aufgabe</translation>
    </message>
    <message>
        <source>Too long to be changed here; all of it is kept.</source>
        <translation>Zu lang, um hier geändert zu werden; alles davon bleibt erhalten.</translation>
    </message>
</context>
<context>
    <name>EntryList</name>
    <message>
        <source>Entries of the day</source>
        <translation>Einträge des Tages</translation>
    </message>
</context>
<context>
    <name>Fault</name>
    <message>
        <source>CoffeeCup asks for a pause. What you track is saved here and sent afterwards.</source>
        <translation>CoffeeCup bittet um eine Pause. Was du erfasst, ist hier gespeichert und wird danach gesendet.</translation>
    </message>
    <message>
        <source>Report this with the log. What waits is sent from tomorrow on.</source>
        <translation>Melde das mit dem Protokoll. Was wartet, wird ab morgen gesendet.</translation>
    </message>
    <message>
        <source>Many calls to CoffeeCup are waiting. What you track is saved here and sent later.</source>
        <translation>Viele Anfragen an CoffeeCup warten. Was du erfasst, ist hier gespeichert und wird später gesendet.</translation>
    </message>
    <message>
        <source>There is no room left on this computer&apos;s disk, so this was not saved.</source>
        <translation>Auf der Festplatte dieses Computers ist kein Platz mehr, deshalb wurde das nicht gespeichert.</translation>
    </message>
    <message>
        <source>Free some space and do it again.</source>
        <translation>Schaffe etwas Platz und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>This computer&apos;s disk failed to write, so this was not saved.</source>
        <translation>Die Festplatte dieses Computers konnte nicht schreiben, deshalb wurde das nicht gespeichert.</translation>
    </message>
    <message>
        <source>Check the disk&apos;s space.</source>
        <translation>Prüfe den freien Platz.</translation>
    </message>
    <message>
        <source>Another program holds the timesheet&apos;s file, so this was not saved.</source>
        <translation>Ein anderes Programm benutzt gerade die Datei mit deinen Zeiten, deshalb wurde das nicht gespeichert.</translation>
    </message>
    <message>
        <source>Try it again.</source>
        <translation>Versuche es noch einmal.</translation>
    </message>
    <message>
        <source>The timesheet&apos;s file cannot be written, so this was not saved.</source>
        <translation>Die Datei mit deinen Zeiten ist nicht beschreibbar, deshalb wurde das nicht gespeichert.</translation>
    </message>
    <message>
        <source>Check who owns it.</source>
        <translation>Prüfe, wem sie gehört.</translation>
    </message>
    <message>
        <source>The timesheet&apos;s file on this computer is damaged.</source>
        <translation>Die Datei mit deinen Zeiten auf diesem Computer ist beschädigt.</translation>
    </message>
    <message>
        <source>Quit Demitasse and start it again: it takes over what can be read, and keeps the damaged file.</source>
        <translation>Beende Demitasse und starte es neu: Es übernimmt, was lesbar ist, und bewahrt die beschädigte Datei auf.</translation>
    </message>
    <message>
        <source>Another file has taken the place of the timesheet&apos;s, so this was not saved.</source>
        <translation>Eine andere Datei liegt jetzt an der Stelle der Datei mit deinen Zeiten, deshalb wurde das nicht gespeichert.</translation>
    </message>
    <message>
        <source>Quit Demitasse and start it again.</source>
        <translation>Beende Demitasse und starte es neu.</translation>
    </message>
    <message>
        <source>A newer Demitasse has taken the timesheet over while this one was running; this was not saved.</source>
        <translation>Eine neuere Version von Demitasse hat deine Zeiten übernommen, während diese lief; das wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>Quit Demitasse and start the newer one.</source>
        <translation>Beende Demitasse und starte die neuere Version.</translation>
    </message>
    <message>
        <source>Install the newer version again, or use another profile.</source>
        <translation>Installiere die neuere Version wieder oder nimm ein anderes Profil.</translation>
    </message>
    <message>
        <source>Close every Demitasse, see that the disk has room, and start it again.</source>
        <translation>Schließe alle Demitasse-Fenster, sorge für Platz auf der Festplatte und starte es neu.</translation>
    </message>
    <message>
        <source>Something in the timesheet on this computer was damaged by its disk; it was put aside and is not sent.</source>
        <translation>Ein Teil deiner Zeiten auf diesem Computer wurde durch die Festplatte beschädigt; er liegt beiseite und wird nicht gesendet.</translation>
    </message>
    <message>
        <source>Check that today&apos;s entries are complete: what CoffeeCup has comes back by itself.</source>
        <translation>Prüfe, ob die heutigen Einträge vollständig sind: Was CoffeeCup hat, kommt von selbst zurück.</translation>
    </message>
    <message>
        <source>Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is sent.</source>
        <translation>Es ist nichts zu tun: Was CoffeeCup hat, kommt von selbst zurück, und was es nicht hat, wird gesendet.</translation>
    </message>
    <message>
        <source>No timer is running.</source>
        <translation>Kein Timer läuft.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>There is no entry to continue.</source>
        <translation>Es gibt keinen Eintrag zum Fortsetzen.</translation>
    </message>
    <message>
        <source>That entry&apos;s timer is running already.</source>
        <translation>Der Timer dieses Eintrags läuft schon.</translation>
    </message>
    <message>
        <source>That time is in the future.</source>
        <translation>Dieser Zeitpunkt liegt in der Zukunft.</translation>
    </message>
    <message>
        <source>That is more than 24 hours.</source>
        <translation>Das sind mehr als 24 Stunden.</translation>
    </message>
    <message>
        <source>Name a time of today that has passed.</source>
        <translation>Nenne eine Uhrzeit von heute, die schon vorbei ist.</translation>
    </message>
    <message>
        <source>A duration cannot be negative.</source>
        <translation>Eine Dauer kann nicht negativ sein.</translation>
    </message>
    <message>
        <source>Write it like 1:30, 1.5h, 90m or 45.</source>
        <translation>Schreibe sie wie 1:30, 1,5h, 90m oder 45.</translation>
    </message>
    <message>
        <source>Write it like 1:30, 1.5h, 90m or 9-10:30.</source>
        <translation>Schreibe sie wie 1:30, 1,5h, 90m oder 9-10:30.</translation>
    </message>
    <message>
        <source>Write it like 9:05 or 23:59.</source>
        <translation>Schreibe sie wie 9:05 oder 23:59.</translation>
    </message>
    <message>
        <source>“{text}” is not a day.</source>
        <translation>„{text}“ ist kein Tag.</translation>
    </message>
    <message>
        <source>Write it like today, yesterday, friday, 27.11. or 2026-11-27.</source>
        <translation>Schreibe ihn wie heute, gestern, freitag, 27.11. oder 2026-11-27.</translation>
    </message>
    <message>
        <source>“{text}” has not come yet; nothing was booked.</source>
        <translation>„{text}“ liegt in der Zukunft; nichts wurde gebucht.</translation>
    </message>
    <message>
        <source>Book it when it is done, or name the date, like 2026-11-27.</source>
        <translation>Trage es ein, wenn es getan ist, oder nenne das Datum, etwa 2026-11-27.</translation>
    </message>
    <message>
        <source>“{text}” names a day, but no time of day.</source>
        <translation>„{text}“ nennt einen Tag, aber keine Uhrzeit.</translation>
    </message>
    <message>
        <source>Add the time, like {text} at 9:05.</source>
        <translation>Nenne auch die Uhrzeit, etwa {text} um 9:05.</translation>
    </message>
    <message>
        <source>“{text}” can mean “{first}” or “{second}”; nothing was booked.</source>
        <translation>„{text}“ kann „{first}“ oder „{second}“ heißen; nichts wurde gebucht.</translation>
    </message>
    <message>
        <source>Write the one that you mean.</source>
        <translation>Schreibe, was du meinst.</translation>
    </message>
    <message>
        <source>“{text}” belongs to no time, and may be part of a name or a mistake; nothing was booked.</source>
        <translation>„{text}“ gehört zu keiner Zeit und ist vielleicht Teil eines Namens oder ein Versehen; nichts wurde gebucht.</translation>
    </message>
    <message>
        <source>Write a time like at 9:05, 9-10:30 or 1:30. If it is part of a name, use quotes: {name}.</source>
        <translation>Schreibe eine Zeit wie um 9:05, 9-10:30 oder 1:30. Gehört es zu einem Namen, setze ihn in Anführungszeichen: {name}.</translation>
    </message>
    <message>
        <source>“{first}” and “{second}” cannot both be meant; nothing was booked.</source>
        <translation>„{first}“ und „{second}“ können nicht beide gemeint sein; nichts wurde gebucht.</translation>
    </message>
    <message>
        <source>Leave one of them out, or put it in quotes if it is part of a name.</source>
        <translation>Lass eins davon weg oder setze es in Anführungszeichen, wenn es zu einem Namen gehört.</translation>
    </message>
    <message>
        <source>The project and task are missing.</source>
        <translation>Projekt und Aufgabe fehlen.</translation>
    </message>
    <message>
        <source>Write a few letters of them, like web cod.</source>
        <translation>Schreibe ein paar Buchstaben davon, etwa web cod.</translation>
    </message>
    <message>
        <source>How long it took is missing.</source>
        <translation>Die Dauer fehlt.</translation>
    </message>
    <message>
        <source>Add a duration like 1:30 or 90m, or a range like 9-10:30.</source>
        <translation>Ergänze eine Dauer wie 1:30 oder 90m oder eine Zeitspanne wie 9-10:30.</translation>
    </message>
    <message>
        <source>An entry of 0:00 would book nothing.</source>
        <translation>Ein Eintrag von 0:00 würde nichts buchen.</translation>
    </message>
    <message>
        <source>Write how long it took, like 1:30 or 90m.</source>
        <translation>Schreibe, wie lange es gedauert hat, etwa 1:30 oder 90m.</translation>
    </message>
    <message>
        <source>“{text}” is a duration or a range, and a timer counts by itself; nothing was changed.</source>
        <translation>„{text}“ ist eine Dauer oder Zeitspanne, und ein Timer zählt selbst; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Write when it was, like at 9:05 or 15m ago. Finished work is added.</source>
        <translation>Schreibe, wann es war, etwa um 9:05 oder vor 15 min. Für Erledigtes gibt es „Zeit eintragen“.</translation>
    </message>
    <message>
        <source>“{text}” is when a timer began or ended, and this is not a timer; nothing was booked.</source>
        <translation>„{text}“ sagt, wann ein Timer begann oder endete, und hier geht es um keinen Timer; nichts wurde gebucht.</translation>
    </message>
    <message>
        <source>Write a range like 9-10:30, or a duration like 1:30.</source>
        <translation>Schreibe eine Zeitspanne wie 9-10:30 oder eine Dauer wie 1:30.</translation>
    </message>
    <message>
        <source>This line has {number:,} characters before its comment, and at most {most:,} are read; nothing was booked.</source>
        <translation>Diese Zeile hat {number:,} Zeichen vor ihrem Kommentar, und höchstens {most:,} werden gelesen; nichts wurde gebucht.</translation>
    </message>
    <message>
        <source>Put the comment behind a colon.</source>
        <translation>Schreibe den Kommentar hinter einen Doppelpunkt.</translation>
    </message>
    <message>
        <source>From start to end, {span}, is not {duration_s}; nothing was changed.</source>
        <translation>Von Beginn bis Ende, {span}, sind es nicht {duration_s}; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Name two of start, end and duration; they decide the third.</source>
        <translation>Nenne zwei von Beginn, Ende und Dauer; sie bestimmen das dritte.</translation>
    </message>
    <message>
        <source>That would go over midnight; nothing was changed.</source>
        <translation>Das ginge über Mitternacht; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Book what lies on the other day as an entry of its own.</source>
        <translation>Trage den Teil am anderen Tag als eigenen Eintrag ein.</translation>
    </message>
    <message>
        <source>The end has to be later than the start.</source>
        <translation>Das Ende muss nach dem Beginn liegen.</translation>
    </message>
    <message>
        <source>Split it over several days.</source>
        <translation>Verteile sie auf mehrere Tage.</translation>
    </message>
    <message>
        <source>Shorten it.</source>
        <translation>Kürze ihn.</translation>
    </message>
    <message>
        <source>Ask your CoffeeCup admin to unlock it.</source>
        <translation>Eure CoffeeCup-Verwaltung kann ihn entsperren.</translation>
    </message>
    <message>
        <source>Change it and try again, or ask who looks after CoffeeCup in your company.</source>
        <translation>Ändere es und versuche es noch einmal, oder frage, wer bei euch CoffeeCup betreut.</translation>
    </message>
    <message>
        <source>If your company&apos;s CoffeeCup has moved, sign in with its new address. Or this network asks for a login.</source>
        <translation>Falls das CoffeeCup eurer Firma umgezogen ist, melde dich mit der neuen Adresse an. Oder dieses Netz verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>Check the network. It is sent by itself as soon as that works again.</source>
        <translation>Prüfe das Netz. Es wird von selbst gesendet, sobald das wieder geht.</translation>
    </message>
    <message>
        <source>Look at what is shown now, then press again.</source>
        <translation>Sieh dir an, was jetzt da steht, und drücke dann noch einmal.</translation>
    </message>
    <message>
        <source>What you track is saved here; Demitasse checks whether it arrived before anything is sent again.</source>
        <translation>Was du erfasst, ist hier gespeichert; Demitasse prüft, ob es angekommen ist, bevor noch einmal gesendet wird.</translation>
    </message>
    <message>
        <source>What you track is saved on this computer.</source>
        <translation>Was du erfasst, ist auf diesem Computer gespeichert.</translation>
    </message>
    <message>
        <source>The address of CoffeeCup cannot be found.</source>
        <translation>Die Adresse von CoffeeCup ist nicht zu finden.</translation>
    </message>
    <message>
        <source>CoffeeCup cannot be reached.</source>
        <translation>CoffeeCup ist nicht zu erreichen.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate isn&apos;t valid for CoffeeCup, so nothing was sent.</source>
        <translation>Das Zertifikat des Servers gilt nicht für CoffeeCup, deshalb wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The proxy of this network lets nothing through.</source>
        <translation>Der Proxy dieses Netzes lässt nichts durch.</translation>
    </message>
    <message>
        <source>The address of CoffeeCup leads elsewhere.</source>
        <translation>Die Adresse von CoffeeCup führt woandershin.</translation>
    </message>
    <message>
        <source>The address of CoffeeCup leads elsewhere ({host}).</source>
        <translation>Die Adresse von CoffeeCup führt woandershin ({host}).</translation>
    </message>
    <message>
        <source>CoffeeCup has a problem of its own ({status}).</source>
        <translation>CoffeeCup hat selbst ein Problem ({status}).</translation>
    </message>
    <message>
        <source>CoffeeCup has a problem of its own ({status}) and says: “{text}”</source>
        <translation>CoffeeCup hat selbst ein Problem ({status}) und sagt: „{text}“</translation>
    </message>
    <message>
        <source>Demitasse called CoffeeCup too often today and stops until tomorrow.</source>
        <translation>Demitasse hat heute zu viele Anfragen an CoffeeCup gestellt und macht bis morgen Pause.</translation>
    </message>
    <message>
        <source>CoffeeCup did not accept this. ({status})</source>
        <translation>CoffeeCup hat das nicht angenommen. ({status})</translation>
    </message>
    <message>
        <source>CoffeeCup does not know this session. ({status})</source>
        <translation>CoffeeCup kennt diese Sitzung nicht. ({status})</translation>
    </message>
    <message>
        <source>CoffeeCup does not allow this to your account. ({status})</source>
        <translation>CoffeeCup erlaubt das deinem Konto nicht. ({status})</translation>
    </message>
    <message>
        <source>CoffeeCup no longer has this. ({status})</source>
        <translation>Das gibt es bei CoffeeCup nicht mehr. ({status})</translation>
    </message>
    <message>
        <source>CoffeeCup did not accept this, because something changed there. ({status})</source>
        <translation>CoffeeCup hat das nicht angenommen, weil sich dort etwas geändert hat. ({status})</translation>
    </message>
    <message>
        <source>This is more than CoffeeCup takes. ({status})</source>
        <translation>Das ist mehr, als CoffeeCup annimmt. ({status})</translation>
    </message>
    <message>
        <source>CoffeeCup says: “{text}”</source>
        <translation>CoffeeCup sagt: „{text}“</translation>
    </message>
    <message>
        <source>This entry has been billed.</source>
        <translation>Dieser Eintrag ist abgerechnet.</translation>
    </message>
    <message>
        <source>This entry is locked.</source>
        <translation>Dieser Eintrag ist gesperrt.</translation>
    </message>
    <message>
        <source>This entry has been approved.</source>
        <translation>Dieser Eintrag ist freigegeben.</translation>
    </message>
    <message>
        <source>This entry is archived.</source>
        <translation>Dieser Eintrag ist archiviert.</translation>
    </message>
    <message>
        <source>This entry was deleted on CoffeeCup while it was changed here.</source>
        <translation>Dieser Eintrag wurde bei CoffeeCup gelöscht, während er hier geändert wurde.</translation>
    </message>
    <message>
        <source>This entry may be on CoffeeCup already, and Demitasse cannot tell: {number} entries there look like it.</source>
        <translation>Dieser Eintrag ist vielleicht schon bei CoffeeCup. Demitasse kann es nicht erkennen: {number} Einträge dort sehen genauso aus.</translation>
    </message>
    <message>
        <source>That is not an address. It looks like acme.coffeecup.app.</source>
        <translation>Das ist keine Adresse. Sie sieht aus wie acme.coffeecup.app.</translation>
    </message>
    <message>
        <source>Over http your password could be read on the way. Use https.</source>
        <translation>Über http könnte dein Passwort unterwegs mitgelesen werden. Verwende https.</translation>
    </message>
    <message>
        <source>An address must not hold a name or password.</source>
        <translation>Eine Adresse darf weder Namen noch Passwort enthalten.</translation>
    </message>
    <message>
        <source>The port of the address is not a number up to 65535.</source>
        <translation>Der Port der Adresse ist keine Zahl bis 65535.</translation>
    </message>
    <message>
        <source>Your keyring is locked.</source>
        <translation>Dein Schlüsselbund ist gesperrt.</translation>
    </message>
    <message>
        <source>Your keyring does not answer.</source>
        <translation>Dein Schlüsselbund antwortet nicht.</translation>
    </message>
    <message>
        <source>Your keyring failed.</source>
        <translation>Der Schlüsselbund meldet einen Fehler.</translation>
    </message>
    <message>
        <source>The file with your session cannot be read ({reason}).</source>
        <translation>Die Datei mit deiner Sitzung kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The file with your session cannot be written ({reason}).</source>
        <translation>Die Datei mit deiner Sitzung kann nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>The file with your session cannot be removed ({reason}).</source>
        <translation>Die Datei mit deiner Sitzung kann nicht gelöscht werden ({reason}).</translation>
    </message>
    <message>
        <source>The timesheet&apos;s file cannot be opened.</source>
        <translation>Die Datei mit deinen Zeiten lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>{file} cannot be used: {reason}.</source>
        <translation>{file} ist nicht nutzbar: {reason}.</translation>
    </message>
    <message>
        <source>Demitasse is running already, but it does not answer. What you tracked is saved.</source>
        <translation>Demitasse läuft schon, antwortet aber nicht. Was du erfasst hast, ist gespeichert.</translation>
    </message>
    <message>
        <source>Demitasse is open in another session of yours, on display {place}.</source>
        <translation>Demitasse ist in einer anderen Sitzung von dir offen, auf Bildschirm {place}.</translation>
    </message>
    <message>
        <source>Use it there, or end it with “demitasse quit” and start it here. A timer goes on meanwhile.</source>
        <translation>Nutze es dort, oder beende es mit „demitasse quit“ und starte es hier. Ein Timer läuft solange weiter.</translation>
    </message>
    <message>
        <source>The name “{text}” is reserved.</source>
        <translation>Der Name „{text}“ ist reserviert.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Wähle einen anderen.</translation>
    </message>
    <message>
        <source>Demitasse runs from a place that will be gone at the next login; nothing was changed.</source>
        <translation>Demitasse läuft aus einem Ordner, den es bei der nächsten Anmeldung nicht mehr gibt; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Move it to the folder Applications, open it from there, and try again.</source>
        <translation>Verschiebe es in den Ordner „Programme“, öffne es dort und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>{file} exists already; nothing was changed.</source>
        <translation>{file} gibt es schon; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} cannot be written.</source>
        <translation>{file} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The first part must be shorter than the entry, which has {length_s}.</source>
        <translation>Der erste Teil muss kürzer sein als der Eintrag, der {length_s} hat.</translation>
    </message>
    <message>
        <source>The timer of this entry runs.</source>
        <translation>Der Timer dieses Eintrags läuft.</translation>
    </message>
    <message>
        <source>No project or task matches “{text}”.</source>
        <translation>Kein Projekt und keine Aufgabe passt zu „{text}“.</translation>
    </message>
    <message>
        <source>“{text}” matches {number} tasks.</source>
        <translation>„{text}“ passt zu {number} Aufgaben.</translation>
    </message>
    <message>
        <source>Nothing that was done to entry {number} can be undone by itself.</source>
        <translation>Von dem, was mit Eintrag {number} geschah, lässt sich nichts einzeln rückgängig machen.</translation>
    </message>
    <message>
        <source>Write when it started, like 9:30.</source>
        <translation>Schreibe, wann es begann, etwa 9:30.</translation>
    </message>
    <message>
        <source>Pick what this time was for.</source>
        <translation>Wähle, wofür diese Zeit war.</translation>
    </message>
    <message>
        <source>Changed to “{value}” on another device.</source>
        <translation>Auf einem anderen Gerät zu „{value}“ geändert.</translation>
    </message>
    <message>
        <source>Save again to keep yours.</source>
        <translation>Nochmal speichern behält deine Fassung.</translation>
    </message>
    <message>
        <source>The timer runs, so there is no end yet.</source>
        <translation>Der Timer läuft, also gibt es noch kein Ende.</translation>
    </message>
    <message>
        <source>Ask who runs the proxy. It is sent by itself as soon as that works again.</source>
        <translation>Frage, wer den Proxy betreut. Es wird von selbst gesendet, sobald das wieder geht.</translation>
    </message>
    <message>
        <source>Email or password isn’t right. Check both, and the company.</source>
        <translation>E-Mail oder Passwort stimmt nicht. Prüfe beides und die Firma.</translation>
    </message>
    <message>
        <source>Required.</source>
        <translation>Erforderlich.</translation>
    </message>
    <message>
        <source>Type them into their own fields.</source>
        <translation>Schreibe sie in ihre eigenen Felder.</translation>
    </message>
    <message>
        <source>Write it like https://acme.aerion.app, or just acme.</source>
        <translation>Schreibe sie wie https://acme.aerion.app oder einfach acme.</translation>
    </message>
    <message>
        <source>Unlock it if it asks for a password, or sign in again.</source>
        <translation>Entsperre ihn, falls er nach einem Passwort fragt, oder melde dich neu an.</translation>
    </message>
    <message>
        <source>Check that its folder is yours.</source>
        <translation>Prüfe, ob der Ordner dir gehört.</translation>
    </message>
    <message>
        <source>End it in your system&apos;s list of programs, then start it again.</source>
        <translation>Beende es in der Programmliste deines Systems und starte es dann neu.</translation>
    </message>
    <message>
        <source>Name a folder that is yours and has room.</source>
        <translation>Nenne einen Ordner, der dir gehört und Platz hat.</translation>
    </message>
    <message>
        <source>{file} cannot be read.</source>
        <translation>{file} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name a file that is there and yours to read.</source>
        <translation>Nenne eine Datei, die es gibt und die du lesen darfst.</translation>
    </message>
    <message>
        <source>This file has no entries that can be read.</source>
        <translation>Diese Datei enthält keine lesbaren Einträge.</translation>
    </message>
    <message>
        <source>It needs a line of column names: day, project, task, and seconds, duration, hours or start and end.</source>
        <translation>Sie braucht eine Zeile mit Spaltennamen: day, project, task und seconds, duration, hours oder start und end.</translation>
    </message>
    <message>
        <source>It is there already, or was imported before.</source>
        <translation>Das gibt es schon, oder es wurde bereits importiert.</translation>
    </message>
    <message>
        <source>Its timer was running when it was exported.</source>
        <translation>Der Timer lief noch beim Export.</translation>
    </message>
    <message>
        <source>What CoffeeCup has of that day is not known here, so it might be booked twice.</source>
        <translation>Was CoffeeCup von diesem Tag hat, ist hier nicht bekannt. Es könnte doppelt gebucht werden.</translation>
    </message>
    <message>
        <source>Import it when you are online.</source>
        <translation>Importiere es, sobald du online bist.</translation>
    </message>
    <message>
        <source>No address is set where new versions are announced; nobody was asked.</source>
        <translation>Es ist keine Adresse eingetragen, unter der neue Versionen bekannt gegeben werden; es wurde nichts abgefragt.</translation>
    </message>
    <message>
        <source>Set it in a terminal: demitasse settings update_address https://…</source>
        <translation>Trage sie in einem Terminal ein: demitasse settings update_address https://…</translation>
    </message>
    <message>
        <source>{host} could not be asked for the newest version.</source>
        <translation>Die neueste Version ließ sich bei {host} nicht abfragen.</translation>
    </message>
    <message>
        <source>{host} answered with the error {status} instead of the newest version.</source>
        <translation>{host} hat mit dem Fehler {status} statt mit der neuesten Version geantwortet.</translation>
    </message>
    <message>
        <source>{host} answered, but named no version.</source>
        <translation>{host} hat geantwortet, aber keine Version genannt.</translation>
    </message>
    <message>
        <source>“{text}” is a time, and changing the task keeps the time.</source>
        <translation>„{text}“ ist eine Zeit, und beim Ändern der Aufgabe bleibt die Zeit.</translation>
    </message>
    <message>
        <source>Leave it out, or press Esc and change the start on the clock.</source>
        <translation>Lass sie weg, oder ändere den Beginn nach Esc über die Uhr.</translation>
    </message>
    <message>
        <source>There is no comment yet.</source>
        <translation>Es gibt noch keinen Kommentar.</translation>
    </message>
    <message>
        <source>Write one, or choose “Not needed”.</source>
        <translation>Schreibe einen, oder wähle „Nicht nötig“.</translation>
    </message>
    <message>
        <source>This comment has {number:,} characters, and at most {most:,} fit.</source>
        <translation>Dieser Kommentar hat {number:,} Zeichen, höchstens {most:,} passen.</translation>
    </message>
    <message>
        <source>An entry is in the future, on {day}: this computer’s clock was ahead when it was tracked.</source>
        <translation>Ein Eintrag liegt in der Zukunft, am {day}: Die Uhr dieses Computers ging beim Erfassen vor.</translation>
    </message>
    <message>
        <source>Open it and change its day and times.</source>
        <translation>Öffne ihn und ändere Tag und Uhrzeiten.</translation>
    </message>
    <message>
        <source>The clock was set forward between {start} and {end} on that day.</source>
        <translation>An diesem Tag wurde die Uhr zwischen {start} und {end} vorgestellt.</translation>
    </message>
    <message>
        <source>Stop it before you duplicate the entry.</source>
        <translation>Stoppe ihn, bevor du den Eintrag duplizierst.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>This entry is on CoffeeCup already; there is nothing to send.</source>
        <translation>Dieser Eintrag ist schon bei CoffeeCup; es gibt nichts zu senden.</translation>
    </message>
    <message>
        <source>Whether this entry has arrived is being checked, so it was not sent again.</source>
        <translation>Ob dieser Eintrag angekommen ist, wird gerade geprüft; er wurde nicht erneut gesendet.</translation>
    </message>
    <message>
        <source>{number} timers are running.</source>
        <translation>{number} Timer laufen.</translation>
    </message>
    <message>
        <source>Choose which one to stop.</source>
        <translation>Wähle, welchen du stoppen willst.</translation>
    </message>
    <message>
        <source>Your CoffeeCup account allows only one running timer. Nothing was changed.</source>
        <translation>Dein CoffeeCup-Konto erlaubt nur einen laufenden Timer. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Start it without Alt: then the running timer is stopped.</source>
        <translation>Starte ohne Alt: Dann wird der laufende Timer gestoppt.</translation>
    </message>
    <message>
        <source>The timer for {pair} was stopped meanwhile, after {length_s}. Nothing was changed.</source>
        <translation>Der Timer für {pair} wurde inzwischen gestoppt, nach {length_s}. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A timer for {pair} was started meanwhile. Nothing was changed.</source>
        <translation>Inzwischen wurde ein Timer für {pair} gestartet. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This entry was deleted meanwhile. Nothing was changed.</source>
        <translation>Dieser Eintrag wurde inzwischen gelöscht. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This entry was changed meanwhile. Nothing was done.</source>
        <translation>Dieser Eintrag wurde inzwischen geändert. Nichts ist geschehen.</translation>
    </message>
    <message>
        <source>The comment was changed to “{value}” on another device.</source>
        <translation>Der Kommentar wurde auf einem anderen Gerät zu „{value}“ geändert.</translation>
    </message>
    <message>
        <source>Enter again keeps yours, Esc takes that one.</source>
        <translation>Noch einmal Enter behält deinen, Esc nimmt den anderen.</translation>
    </message>
    <message>
        <source>This question has changed meanwhile. Nothing was booked.</source>
        <translation>Diese Frage hat sich inzwischen geändert. Nichts wurde gebucht.</translation>
    </message>
    <message>
        <source>This decision has changed meanwhile. Nothing was done.</source>
        <translation>Was zu entscheiden ist, hat sich inzwischen geändert. Nichts ist geschehen.</translation>
    </message>
    <message>
        <source>That cannot be undone by itself any more, because something else was done since.</source>
        <translation>Das lässt sich nicht mehr einzeln rückgängig machen, weil danach etwas anderes geschehen ist.</translation>
    </message>
    <message>
        <source>Ctrl+Z undoes the last action.</source>
        <translation>Strg+Z nimmt die letzte Aktion zurück.</translation>
    </message>
    <message>
        <source>An account with that name already exists.</source>
        <translation>Ein Konto mit diesem Namen gibt es schon.</translation>
    </message>
    <message>
        <source>That does not work</source>
        <translation>Das geht nicht</translation>
    </message>
    <message>
        <source>Changed meanwhile</source>
        <translation>Inzwischen geändert</translation>
    </message>
    <message>
        <source>No single match</source>
        <translation>Kein eindeutiger Treffer</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>CoffeeCup refused</source>
        <translation>CoffeeCup hat abgelehnt</translation>
    </message>
    <message>
        <source>CoffeeCup asks for a pause</source>
        <translation>CoffeeCup bittet um eine Pause</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>This computer needs attention</source>
        <translation>Problem auf diesem Computer</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>Neither part may be empty.</source>
        <translation>Kein Teil darf leer sein.</translation>
    </message>
    <message>
        <source>An email and a password are needed to sign in.</source>
        <translation>Zum Anmelden sind E-Mail und Passwort nötig.</translation>
    </message>
    <message>
        <source>Sign in as that person, or use another profile.</source>
        <translation>Melde dich als diese Person an oder nimm ein anderes Profil.</translation>
    </message>
    <message>
        <source>It is sent by itself as soon as that works again.</source>
        <translation>Es wird von selbst gesendet, sobald das wieder geht.</translation>
    </message>
    <message>
        <source>If this network asks for a login, open a browser and log in there.</source>
        <translation>Falls dieses Netz eine Anmeldung verlangt, öffne einen Browser und melde dich dort an.</translation>
    </message>
    <message>
        <source>CoffeeCup did not answer in time.</source>
        <translation>CoffeeCup hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>CoffeeCup took too long to answer.</source>
        <translation>CoffeeCup hat zu lange für die Antwort gebraucht.</translation>
    </message>
    <message>
        <source>CoffeeCup&apos;s answer was too large.</source>
        <translation>Die Antwort von CoffeeCup war zu groß.</translation>
    </message>
    <message>
        <source>CoffeeCup answered in a form that cannot be read.</source>
        <translation>Die Antwort von CoffeeCup ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The connection to CoffeeCup was cut.</source>
        <translation>Die Verbindung zu CoffeeCup ist abgerissen.</translation>
    </message>
    <message>
        <source>That is not CoffeeCup answering: perhaps this network asks for a login.</source>
        <translation>Da antwortet nicht CoffeeCup: Vielleicht verlangt dieses Netz eine Anmeldung.</translation>
    </message>
    <message>
        <source>Open a browser and log in to the network, or check the address you signed in with.</source>
        <translation>Öffne einen Browser und melde dich im Netz an, oder prüfe die Adresse, mit der du dich angemeldet hast.</translation>
    </message>
    <message>
        <source>Sign in again, then it is sent.</source>
        <translation>Melde dich neu an, dann wird es gesendet.</translation>
    </message>
    <message>
        <source>Check the address, the company, the email and the password.</source>
        <translation>Prüfe Adresse, Firma, E-Mail und Passwort.</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>Prüfe die Adresse.</translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Niemand ist angemeldet.</translation>
    </message>
    <message>
        <source>Sign in, then it is sent.</source>
        <translation>Melde dich an, dann wird es gesendet.</translation>
    </message>
    <message>
        <source>The demo did not start.</source>
        <translation>Die Demo ist nicht gestartet.</translation>
    </message>
    <message>
        <source>Run “demitasse demo” in a terminal to see why.</source>
        <translation>Starte „demitasse demo“ in einem Terminal, um zu sehen, warum.</translation>
    </message>
    <message>
        <source>This computer has no keyring that Demitasse can use.</source>
        <translation>Dieser Computer hat keinen Schlüsselbund, den Demitasse nutzen kann.</translation>
    </message>
    <message>
        <source>Choose where to keep the session when you sign in.</source>
        <translation>Wähle beim Anmelden, wo die Sitzung bleibt.</translation>
    </message>
    <message>
        <source>Unlock it, or choose another place for the session when you sign in.</source>
        <translation>Entsperre ihn, oder wähle beim Anmelden einen anderen Ort für die Sitzung.</translation>
    </message>
    <message>
        <source>Unlock it, or sign in again.</source>
        <translation>Entsperre ihn, oder melde dich neu an.</translation>
    </message>
    <message>
        <source>CoffeeCup has ended your session.</source>
        <translation>CoffeeCup hat deine Sitzung beendet.</translation>
    </message>
    <message>
        <source>What you track is saved here.</source>
        <translation>Was du erfasst, ist hier gespeichert.</translation>
    </message>
    <message>
        <source>Demitasse is closing. What you track is saved here and sent at the next start.</source>
        <translation>Demitasse wird beendet. Was du erfasst, ist hier gespeichert und wird beim nächsten Start gesendet.</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>Melde dich zuerst an.</translation>
    </message>
    <message>
        <source>Others are calling CoffeeCup right now. What you tracked is saved here and sent later.</source>
        <translation>CoffeeCup ist gerade ausgelastet. Was du erfasst hast, ist hier gespeichert und wird später gesendet.</translation>
    </message>
    <message>
        <source>Check that its folder is yours and has room.</source>
        <translation>Prüfe, ob der Ordner dir gehört und Platz hat.</translation>
    </message>
    <message>
        <source>Check that the folder is yours and that the disk has room.</source>
        <translation>Prüfe, ob der Ordner dir gehört und die Festplatte Platz hat.</translation>
    </message>
    <message>
        <source>Windows did not let this be changed.</source>
        <translation>Windows hat diese Änderung nicht zugelassen.</translation>
    </message>
    <message>
        <source>Try it in Task Manager.</source>
        <translation>Versuche es im Task-Manager.</translation>
    </message>
    <message>
        <source>A part of Demitasse ended while it started.</source>
        <translation>Ein Teil von Demitasse endete beim Start.</translation>
    </message>
    <message>
        <source>Install it again.</source>
        <translation>Installiere es neu.</translation>
    </message>
    <message>
        <source>Another Demitasse has been busy for too long; nothing was changed.</source>
        <translation>Ein anderes Demitasse war zu lange beschäftigt; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Somebody else has signed in meanwhile.</source>
        <translation>Inzwischen hat sich jemand anderes angemeldet.</translation>
    </message>
    <message>
        <source>CoffeeCup answered with another entry.</source>
        <translation>CoffeeCup hat mit einem anderen Eintrag geantwortet.</translation>
    </message>
    <message>
        <source>Booking that time needs a project and a task.</source>
        <translation>Zum Buchen dieser Zeit sind Projekt und Aufgabe nötig.</translation>
    </message>
    <message>
        <source>That question is not open any more.</source>
        <translation>Diese Frage ist nicht mehr offen.</translation>
    </message>
    <message>
        <source>That entry is gone.</source>
        <translation>Diesen Eintrag gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>That choice isn&apos;t available here.</source>
        <translation>Diese Wahl gibt es hier nicht.</translation>
    </message>
    <message>
        <source>Was one of these meant?</source>
        <translation>War eines davon gemeint?</translation>
    </message>
    <message>
        <source>Type a few more letters.</source>
        <translation>Tippe noch ein paar Buchstaben.</translation>
    </message>
    <message>
        <source>CoffeeCup does not tell what became of the entry.</source>
        <translation>CoffeeCup sagt nicht, was aus dem Eintrag wurde.</translation>
    </message>
    <message>
        <source>What CoffeeCup says about this cannot be understood.</source>
        <translation>Die Antwort von CoffeeCup ist nicht zu verstehen.</translation>
    </message>
    <message>
        <source>CoffeeCup&apos;s list could not be read completely.</source>
        <translation>Die Liste von CoffeeCup war nicht vollständig zu lesen.</translation>
    </message>
    <message>
        <source>A profile&apos;s name has 1 to 32 letters, digits, - or _.</source>
        <translation>Ein Name hat 1 bis 32 Buchstaben, Ziffern, - oder _.</translation>
    </message>
    <message>
        <source>“{text}” is not a duration.</source>
        <translation>„{text}“ ist keine Dauer.</translation>
    </message>
    <message>
        <source>“{text}” is more than 24 hours.</source>
        <translation>„{text}“ sind mehr als 24 Stunden.</translation>
    </message>
    <message>
        <source>“{text}” is not a time of day.</source>
        <translation>„{text}“ ist keine Uhrzeit.</translation>
    </message>
    <message>
        <source>A timer has been running since {time}; choose a later time.</source>
        <translation>Ein Timer läuft seit {time}; wähle einen späteren Zeitpunkt.</translation>
    </message>
    <message>
        <source>If its start is wrong, edit that entry.</source>
        <translation>Stimmt der Beginn nicht, bearbeite den Eintrag.</translation>
    </message>
    <message>
        <source>This profile holds unsent changes of {email}; they are safe.</source>
        <translation>Dieses Profil enthält ungesendete Änderungen von {email}; sie sind sicher.</translation>
    </message>
    <message>
        <source>The timesheet&apos;s file on this computer was damaged. Entries taken over: {number}. It is kept as {file}.</source>
        <translation>Die Datei mit deinen Zeiten auf diesem Computer war beschädigt. Übernommene Einträge: {number}. Die Datei liegt noch da als {file}.</translation>
    </message>
    <message>
        <source>The timesheet&apos;s file on this computer was gone or empty. Entries taken over from its latest copy: {number}.</source>
        <translation>Die Datei mit deinen Zeiten auf diesem Computer war verschwunden oder leer. Aus der letzten Kopie übernommene Einträge: {number}.</translation>
    </message>
    <message>
        <source>The timesheet in {file} was made by a newer Demitasse; nothing was changed in it.</source>
        <translation>Die Zeiten in {file} stammen von einer neueren Version von Demitasse; darin wurde nichts geändert.</translation>
    </message>
    <message>
        <source>There is no CoffeeCup at {url}, or not this company.</source>
        <translation>Unter {url} gibt es kein CoffeeCup oder nicht diese Firma.</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}.</source>
        <translation>{file} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{file} cannot be opened: {reason}.</source>
        <translation>{file} kann nicht geöffnet werden: {reason}.</translation>
    </message>
    <message>
        <source>Its last output is in {file}.</source>
        <translation>Seine letzte Ausgabe steht in {file}.</translation>
    </message>
    <message>
        <source>Demitasse could not be started again: {reason}.</source>
        <translation>Demitasse konnte nicht neu gestartet werden: {reason}.</translation>
    </message>
    <message>
        <source>A part of Demitasse could not be started: {reason}.</source>
        <translation>Ein Teil von Demitasse konnte nicht gestartet werden: {reason}.</translation>
    </message>
    <message>
        <source>Check that {file} is yours and that the disk has room.</source>
        <translation>Prüfe, ob {file} dir gehört und die Festplatte Platz hat.</translation>
    </message>
    <message>
        <source>There is nothing to decide about entry {number}.</source>
        <translation>Zu Eintrag {number} gibt es nichts zu entscheiden.</translation>
    </message>
    <message>
        <source>There is no entry {number}.</source>
        <translation>Es gibt keinen Eintrag {number}.</translation>
    </message>
    <message>
        <source>{file} is damaged, and cannot be repaired: {reason}.</source>
        <translation>{file} ist beschädigt und lässt sich nicht reparieren: {reason}.</translation>
    </message>
    <message>
        <source>A timer has run for {length_s}, longer than a working day. It runs on.</source>
        <translation>Ein Timer läuft seit {length_s}, länger als ein Arbeitstag. Er läuft weiter.</translation>
    </message>
    <message>
        <source>Say when the work ended.</source>
        <translation>Gib an, wann du aufgehört hast.</translation>
    </message>
    <message>
        <source>A timer since then would count {length_s} at once.</source>
        <translation>Ein Timer ab diesem Zeitpunkt hätte sofort {length_s}.</translation>
    </message>
    <message>
        <source>Add the time instead.</source>
        <translation>Trage die Zeit stattdessen ein.</translation>
    </message>
    <message>
        <source>Type a time that existed.</source>
        <translation>Gib eine Zeit ein, die es gab.</translation>
    </message>
    <message>
        <source>Write when it ended, like 17:30.</source>
        <translation>Schreibe, wann Schluss war, etwa 17:30.</translation>
    </message>
    <message>
        <source>Days and times are in CoffeeCup’s time zone, {zone}; this computer is in {computer}.</source>
        <translation>Tage und Uhrzeiten gelten in der Zeitzone von CoffeeCup, {zone}; dieser Computer ist in {computer}.</translation>
    </message>
    <message>
        <source>Choose in the settings.</source>
        <translation>Wähle in den Einstellungen.</translation>
    </message>
    <message>
        <source>CoffeeCup’s time zone {zone} is not known here; days and times are in this computer’s.</source>
        <translation>Die Zeitzone {zone} von CoffeeCup ist hier unbekannt; Tage und Uhrzeiten gelten in der dieses Computers.</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>{total} of {target}</source>
        <translation>{total} von {target}</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>at least {time}</source>
        <translation>mindestens {time}</translation>
    </message>
    <message>
        <source>Not all of this is on this computer yet.</source>
        <translation>Noch ist nicht alles davon auf diesem Computer.</translation>
    </message>
</context>
<context>
    <name>FirstSyncPage</name>
    <message>
        <source>Filling your cup</source>
        <translation>Deine Tasse füllt sich</translation>
    </message>
    <message>
        <source>Projects and tasks</source>
        <translation>Projekte und Aufgaben</translation>
    </message>
    <message>
        <source>Working hours and absences</source>
        <translation>Arbeitszeiten und Abwesenheiten</translation>
    </message>
    <message>
        <source>Entries of the last 90 days</source>
        <translation>Einträge der letzten 90 Tage</translation>
    </message>
    <message>
        <source>Comments for suggestions</source>
        <translation>Kommentare für Vorschläge</translation>
    </message>
    <message>
        <source>Start tracking now</source>
        <translation>Jetzt schon erfassen</translation>
    </message>
    <message>
        <source>The rest arrives while you work.</source>
        <translation>Der Rest kommt, während du arbeitest.</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>noch etwa %n Sekunde</numerusform>
            <numerusform>noch etwa %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>noch etwa %n Minute</numerusform>
            <numerusform>noch etwa %n Minuten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Add time</source>
        <translation>Zeit eintragen</translation>
    </message>
    <message>
        <source>Add time by hand</source>
        <translation>Zeit von Hand eintragen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>ForgottenPage</name>
    <message>
        <source>A forgotten timer</source>
        <translation>Ein vergessener Timer</translation>
    </message>
    <message>
        <source>When did the work end?</source>
        <translation>Wann hast du aufgehört?</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Stopped at</source>
        <translation>Gestoppt um</translation>
    </message>
    <message>
        <source>Stop it then</source>
        <translation>Zu dieser Zeit stoppen</translation>
    </message>
    <message>
        <source>All of it was work</source>
        <translation>Alles war Arbeit</translation>
    </message>
    <message>
        <source>I was away…</source>
        <translation>Ich war abwesend …</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>The timer runs on; nothing is booked</source>
        <translation>Der Timer läuft weiter; gebucht wird nichts</translation>
    </message>
    <message>
        <source>{name} has been running since {day}, {time}. Nothing is booked before you answer.</source>
        <translation>{name} läuft seit {day}, {time}. Gebucht wird erst, wenn du antwortest.</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>CoffeeCup takes a limited number at a time. You can close this window; it goes on.</source>
        <translation>CoffeeCup nimmt nur eine begrenzte Zahl auf einmal an. Du kannst das Fenster schließen; es geht weiter.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import</source>
        <comment>verb</comment>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>Hier anhalten</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Book the entries of a file</source>
        <translation>Einträge einer Datei buchen</translation>
    </message>
    <message>
        <source>An export of Demitasse, or a table with day, project, task and duration as CSV.</source>
        <translation>Ein Export aus Demitasse oder eine CSV-Tabelle mit day, project, task und duration.</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) from {file}</source>
        <translation>
            <numerusform>%n Eintrag aus {file}</numerusform>
            <numerusform>%n Einträge aus {file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were left out.</source>
        <translation>
            <numerusform>%n Zeile wurde ausgelassen.</numerusform>
            <numerusform>%n Zeilen wurden ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Line {n}: {reason}</source>
        <translation>Zeile {n}: {reason}</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Back, or close</source>
        <translation>Zurück oder schließen</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Stop the timer</source>
        <translation>Timer stoppen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Start a favourite or a recent task</source>
        <translation>Favorit oder letzte Aufgabe starten</translation>
    </message>
    <message>
        <source>Start the second one</source>
        <translation>Die zweite starten</translation>
    </message>
    <message>
        <source>Start the third one</source>
        <translation>Die dritte starten</translation>
    </message>
    <message>
        <source>Start the fourth one</source>
        <translation>Die vierte starten</translation>
    </message>
    <message>
        <source>Start the fifth one</source>
        <translation>Die fünfte starten</translation>
    </message>
    <message>
        <source>The day before</source>
        <translation>Der Tag davor</translation>
    </message>
    <message>
        <source>The day after</source>
        <translation>Der Tag danach</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt synchronisieren</translation>
    </message>
    <message>
        <source>Close the day</source>
        <translation>Tag abschließen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Move through the list</source>
        <translation>In der Liste blättern</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Continue or stop</source>
        <translation>Fortsetzen oder stoppen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Pick a day</source>
        <translation>Tag wählen</translation>
    </message>
    <message>
        <source>Next or previous day</source>
        <translation>Nächster oder voriger Tag</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Change the running entry instead</source>
        <translation>Stattdessen den laufenden Eintrag ändern</translation>
    </message>
    <message>
        <source>Start it beside the running timer</source>
        <translation>Neben dem laufenden Timer starten</translation>
    </message>
    <message>
        <source>Add or remove favourite</source>
        <translation>Favorit setzen oder entfernen</translation>
    </message>
    <message>
        <source>The week, month or span before</source>
        <translation>Woche, Monat oder Zeitraum davor</translation>
    </message>
    <message>
        <source>The week, month or span after</source>
        <translation>Woche, Monat oder Zeitraum danach</translation>
    </message>
    <message>
        <source>This week, this month, today</source>
        <translation>Diese Woche, dieser Monat, heute</translation>
    </message>
    <message>
        <source>Copy the week or the report</source>
        <translation>Woche oder Bericht kopieren</translation>
    </message>
    <message>
        <source>Week, month and report</source>
        <translation>Woche, Monat und Bericht</translation>
    </message>
    <message>
        <source>Copy the week as CSV</source>
        <translation>Woche als CSV kopieren</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>Alle Tastenkürzel</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Start or stop</source>
        <translation>Starten oder stoppen</translation>
    </message>
    <message>
        <source>Change start time</source>
        <translation>Startzeit ändern</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Zeit eintragen</translation>
    </message>
    <message>
        <source>The month before</source>
        <translation>Der Monat davor</translation>
    </message>
    <message>
        <source>The month after</source>
        <translation>Der Monat danach</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>The day</source>
        <translation>Der Tag</translation>
    </message>
    <message>
        <source>An entry of the list</source>
        <translation>Ein Eintrag der Liste</translation>
    </message>
    <message>
        <source>The line</source>
        <translation>Die Zeile</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Formulare</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>target met</source>
        <translation>Soll erreicht</translation>
    </message>
    <message>
        <source>under</source>
        <translation>unter Soll</translation>
    </message>
</context>
<context>
    <name>LineControl</name>
    <message>
        <source>What are you working on?</source>
        <translation>Woran arbeitest du?</translation>
    </message>
    <message>
        <source>Projects and tasks</source>
        <translation>Projekte und Aufgaben</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Zeit eintragen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
</context>
<context>
    <name>LineField</name>
    <message>
        <source>Clear the line</source>
        <translation>Zeile leeren</translation>
    </message>
</context>
<context>
    <name>LinePage</name>
    <message>
        <source>Switch to…</source>
        <translation>Wechseln zu …</translation>
    </message>
    <message>
        <source>Change the running entry</source>
        <translation>Laufenden Eintrag ändern</translation>
    </message>
    <message>
        <source>Comments from before</source>
        <translation>Frühere Kommentare</translation>
    </message>
    <message>
        <source>add</source>
        <translation>eintragen</translation>
    </message>
    <message>
        <source>change</source>
        <translation>ändern</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>wechseln</translation>
    </message>
    <message>
        <source>next</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>back to the line</source>
        <translation>zurück zur Zeile</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>wählen</translation>
    </message>
    <message>
        <source>switch instead</source>
        <translation>wechseln</translation>
    </message>
    <message>
        <source>change instead</source>
        <translation>ändern</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>Teilen …</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Neu senden</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>MonthPage</name>
    <message>
        <source>The month before</source>
        <translation>Der Monat davor</translation>
    </message>
    <message>
        <source>The month after</source>
        <translation>Der Monat danach</translation>
    </message>
    <message>
        <source>Absences of the month</source>
        <translation>Abwesenheiten des Monats</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Offer</name>
    <message>
        <source>Continue {pair}</source>
        <translation>Fortsetzen: {pair}</translation>
    </message>
</context>
<context>
    <name>PairField</name>
    <message>
        <source>Project and task: {pair}</source>
        <translation>Projekt und Aufgabe: {pair}</translation>
    </message>
</context>
<context>
    <name>PickerPage</name>
    <message>
        <source>Choose a task</source>
        <translation>Aufgabe wählen</translation>
    </message>
    <message>
        <source>Search projects and tasks</source>
        <translation>Projekte und Aufgaben suchen</translation>
    </message>
    <message>
        <source>Client, project or task</source>
        <translation>Kunde, Projekt oder Aufgabe</translation>
    </message>
    <message>
        <source>Projects and tasks</source>
        <translation>Projekte und Aufgaben</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>wählen</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Nothing you may book matches “{query}”.</source>
        <translation>Nichts, worauf du buchen darfst, passt zu „{query}“.</translation>
    </message>
</context>
<context>
    <name>ProblemBanner</name>
    <message>
        <source>Fix</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>{away}. Were you working?</source>
        <translation>{away}. Hast du gearbeitet?</translation>
    </message>
    <message>
        <source>You are signed out. What you track is saved here and syncs after you sign in.</source>
        <translation>Du bist abgemeldet. Was du erfasst, bleibt hier und wird nach dem Anmelden gesendet.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) need your decision.</source>
        <translation>
            <numerusform>%n Eintrag braucht deine Entscheidung.</numerusform>
            <numerusform>%n Einträge brauchen deine Entscheidung.</numerusform>
        </translation>
    </message>
    <message>
        <source>CoffeeCup rejected an entry: {reason}.</source>
        <translation>CoffeeCup hat einen Eintrag abgelehnt: {reason}.</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
</context>
<context>
    <name>Quitting</name>
    <message>
        <source>Quit Demitasse?</source>
        <translation>Demitasse beenden?</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Stoppen und beenden</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>A timer is running ({time}), and goes on.</source>
        <translation>Ein Timer läuft ({time}) und läuft weiter.</translation>
    </message>
    <message numerus="yes">
        <source>%n changes have not reached CoffeeCup yet. They are saved here, and sent after the next start.</source>
        <translation>
            <numerusform>%n Änderung ist noch nicht bei CoffeeCup. Sie ist hier gespeichert und wird nach dem nächsten Start gesendet.</numerusform>
            <numerusform>%n Änderungen sind noch nicht bei CoffeeCup. Sie sind hier gespeichert und werden nach dem nächsten Start gesendet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Mondays</source>
        <translation>montags</translation>
    </message>
    <message>
        <source>Tuesdays</source>
        <translation>dienstags</translation>
    </message>
    <message>
        <source>Wednesdays</source>
        <translation>mittwochs</translation>
    </message>
    <message>
        <source>Thursdays</source>
        <translation>donnerstags</translation>
    </message>
    <message>
        <source>Fridays</source>
        <translation>freitags</translation>
    </message>
    <message>
        <source>Saturdays</source>
        <translation>samstags</translation>
    </message>
    <message>
        <source>Sundays</source>
        <translation>sonntags</translation>
    </message>
    <message>
        <source>{days} at {time}</source>
        <translation>{days} um {time}</translation>
    </message>
    <message>
        <source>often after {task}</source>
        <translation>oft nach {task}</translation>
    </message>
    <message>
        <source>often about {time}</source>
        <translation>oft gegen {time}</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>The span before</source>
        <translation>Der Zeitraum davor</translation>
    </message>
    <message>
        <source>The span after</source>
        <translation>Der Zeitraum danach</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by any word</source>
        <translation>Nach Worten filtern</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV …</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing in this span</source>
        <translation>Nichts in dieser Spanne</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>Von … bis …</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Copied the report</source>
        <translation>Bericht kopiert</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Show file</source>
        <translation>Datei zeigen</translation>
    </message>
    <message>
        <source>Saved {file}</source>
        <translation>Gespeichert: {file}</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>RunningHeader</name>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Switch to…</source>
        <translation>Wechseln zu …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Pick a project and task</source>
        <translation>Projekt und Aufgabe wählen</translation>
    </message>
    <message>
        <source>Change the running entry</source>
        <translation>Laufenden Eintrag ändern</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>What are you doing?</source>
        <translation>Was machst du gerade?</translation>
    </message>
</context>
<context>
    <name>ScopeChip</name>
    <message>
        <source>Show all, not only {name}</source>
        <translation>Alles zeigen, nicht nur {name}</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Split timers at midnight</source>
        <translation>Timer um Mitternacht teilen</translation>
    </message>
    <message>
        <source>A comment is needed</source>
        <translation>Kommentar ist Pflicht</translation>
    </message>
    <message>
        <source>Time in the menu bar</source>
        <translation>Zeit in der Menüleiste</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>Erfassen</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>Erinnern</translation>
    </message>
    <message>
        <source>Offer to discard short timers</source>
        <translation>Kurze Timer verwerfen anbieten</translation>
    </message>
    <message>
        <source>when they ran under a minute</source>
        <translation>wenn sie unter einer Minute liefen</translation>
    </message>
    <message>
        <source>asked for when you close the day</source>
        <translation>gefragt beim Tagesabschluss</translation>
    </message>
    <message>
        <source>Ask when I was away</source>
        <translation>Nach Abwesenheit fragen</translation>
    </message>
    <message>
        <source>No timer is running</source>
        <translation>Kein Timer läuft</translation>
    </message>
    <message>
        <source>A timer runs very long</source>
        <translation>Ein Timer läuft sehr lange</translation>
    </message>
    <message>
        <source>Daily target reached</source>
        <translation>Tagesziel erreicht</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Times of day</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Durations</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>A week begins on</source>
        <translation>Die Woche beginnt am</translation>
    </message>
    <message>
        <source>Another program uses {keys}.</source>
        <translation>{keys} gehört einem anderen Programm.</translation>
    </message>
    <message>
        <source>Another shortcut of Demitasse uses {keys}.</source>
        <translation>{keys} gehört einem anderen Kürzel von Demitasse.</translation>
    </message>
    <message>
        <source>The keyboard has no such key: {keys}.</source>
        <translation>Diese Taste hat die Tastatur nicht: {keys}.</translation>
    </message>
    <message>
        <source>It was not allowed in the desktop’s dialog.</source>
        <translation>Im Dialog des Desktops wurde es nicht erlaubt.</translation>
    </message>
    <message>
        <source>Not for programs here. Bind “demitasse toggle” in the system’s settings</source>
        <translation>Hier nicht für Programme. Lege „demitasse toggle“ in den Systemeinstellungen fest</translation>
    </message>
    <message>
        <source>Same as CoffeeCup</source>
        <translation>Wie in CoffeeCup</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Look for new versions</source>
        <translation>Nach neuen Versionen suchen</translation>
    </message>
    <message>
        <source>Same as system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>This desktop only reports sleep.</source>
        <translation>Dieser Desktop meldet nur Ruhezustand.</translation>
    </message>
    <message>
        <source>No program shows notifications here.</source>
        <translation>Hier zeigt kein Programm Benachrichtigungen.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>Reduziert</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask before a timer books more than</source>
        <translation>Fragen, bevor ein Timer mehr bucht als</translation>
    </message>
    <message>
        <source>Days and times in</source>
        <translation>Tage und Uhrzeiten in</translation>
    </message>
    <message>
        <source>Open Demitasse</source>
        <translation>Demitasse öffnen</translation>
    </message>
    <message>
        <source>Start or stop</source>
        <translation>Starten oder stoppen</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Add time</source>
        <translation>Zeit eintragen</translation>
    </message>
    <message>
        <source>Press a shortcut</source>
        <translation>Kürzel drücken</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Start when I log in</source>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>Accounts…</source>
        <translation>Konten …</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>Zeigen …</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Check…</source>
        <translation>Prüfen …</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Zurücksetzen …</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Global shortcuts</source>
        <translation>Globale Tastenkürzel</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Each has its own cup in the tray.</source>
        <translation>Jedes hat seine eigene Tasse.</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Each change of the last 30 days</source>
        <translation>Jede Änderung der letzten 30 Tage</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Entries of a CSV or JSON file</source>
        <translation>Einträge einer CSV- oder JSON-Datei</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Systemprüfung</translation>
    </message>
    <message>
        <source>What works on this desktop, and what helps</source>
        <translation>Was auf diesem Desktop geht, und was hilft</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>Alle Tastenkürzel</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>Alle Einstellungen zurücksetzen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>All settings were reset</source>
        <translation>Alle Einstellungen zurückgesetzt</translation>
    </message>
    <message>
        <source>Changed {pair}</source>
        <translation>Geändert: {pair}</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Zurückgenommen: {what}</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Other accounts</source>
        <translation>Weitere Konten</translation>
    </message>
    <message>
        <source>{title}: when</source>
        <translation>{title}: wann</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>Abmelden …</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>About asks {host} at most once a day, without saying who you are.</source>
        <translation>Die Seite „Info“ fragt {host} höchstens einmal am Tag, ohne zu sagen, wer du bist.</translation>
    </message>
    <message>
        <source>No address is set where new versions are announced.</source>
        <translation>Es ist keine Adresse eingetragen, unter der neue Versionen bekannt gegeben werden.</translation>
    </message>
    <message>
        <source>Esc leaves it, Delete clears it.</source>
        <translation>Esc lässt es, Entf löscht es.</translation>
    </message>
    <message>
        <source>It is switched off in the system&apos;s own settings.</source>
        <translation>In den Einstellungen des Systems ist es abgeschaltet.</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
    <message>
        <source>Forgot password?</source>
        <translation>Passwort vergessen?</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Try it without an account</source>
        <translation>Ohne Konto ausprobieren</translation>
    </message>
    <message>
        <source>Sign in to CoffeeCup</source>
        <translation>Bei CoffeeCup anmelden</translation>
    </message>
    <message>
        <source>or</source>
        <translation>oder</translation>
    </message>
    <message>
        <source>Your password is used once and never stored.</source>
        <translation>Dein Passwort wird einmal benutzt und nie gespeichert.</translation>
    </message>
    <message>
        <source>Stored on this computer: your entries, and a session in its keyring. Your password is used once and never stored.</source>
        <translation>Auf diesem Computer liegen deine Einträge und die Sitzung im Schlüsselbund. Dein Passwort wird nie gespeichert.</translation>
    </message>
    <message>
        <source>Something went wrong in Demitasse itself. It is in the log.</source>
        <translation>In Demitasse ist ein Fehler aufgetreten. Er steht im Protokoll.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>Starting the demo…</source>
        <translation>Demo startet …</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>Passwort verbergen</translation>
    </message>
</context>
<context>
    <name>SignOut</name>
    <message>
        <source>Stay signed in</source>
        <translation>Angemeldet bleiben</translation>
    </message>
    <message>
        <source>Stop, send, then sign out</source>
        <translation>Stoppen, senden, dann abmelden</translation>
    </message>
    <message>
        <source>Sign out now</source>
        <translation>Jetzt abmelden</translation>
    </message>
    <message>
        <source>Sign out {email}?</source>
        <translation>{email} abmelden?</translation>
    </message>
    <message>
        <source>Sending needs a connection.</source>
        <translation>Zum Senden ist eine Verbindung nötig.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet …</translation>
    </message>
    <message numerus="yes">
        <source>A timer is running ({time}), and %n entries have not reached CoffeeCup yet: {entries}.</source>
        <translation>
            <numerusform>Ein Timer läuft ({time}), und %n Eintrag ist noch nicht bei CoffeeCup: {entries}.</numerusform>
            <numerusform>Ein Timer läuft ({time}), und %n Einträge sind noch nicht bei CoffeeCup: {entries}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries have not reached CoffeeCup yet: {entries}.</source>
        <translation>
            <numerusform>%n Eintrag ist noch nicht bei CoffeeCup: {entries}.</numerusform>
            <numerusform>%n Einträge sind noch nicht bei CoffeeCup: {entries}.</numerusform>
        </translation>
    </message>
    <message>
        <source>A timer is running ({time}).</source>
        <translation>Ein Timer läuft ({time}).</translation>
    </message>
    <message>
        <source>Everything has reached CoffeeCup.</source>
        <translation>Alles ist bei CoffeeCup.</translation>
    </message>
    <message>
        <source>Both stay on this computer and sync when {name} signs in again.</source>
        <translation>Beides bleibt auf diesem Computer und wird gesendet, sobald {name} sich wieder anmeldet.</translation>
    </message>
    <message>
        <source>It stays on this computer and syncs when {name} signs in again.</source>
        <translation>Das bleibt auf diesem Computer und wird gesendet, sobald {name} sich wieder anmeldet.</translation>
    </message>
    <message>
        <source>They stay on this computer and sync when {name} signs in again.</source>
        <translation>Alles bleibt auf diesem Computer und wird gesendet, sobald {name} sich wieder anmeldet.</translation>
    </message>
</context>
<context>
    <name>Snackbar</name>
    <message>
        <source>Close this message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Span</name>
    <message>
        <source>d</source>
        <extracomment>The format of a day of the month in Qt&apos;s letters, for the first day of a span such as &quot;23–29 Nov&quot;.</extracomment>
        <translation>d.</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>The format of a day with its year, in Qt&apos;s letters.</extracomment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Letzte Woche</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>Week {number}</source>
        <translation>Woche {number}</translation>
    </message>
    <message>
        <source>{time} taken from overtime</source>
        <translation>{time} aus Überstunden</translation>
    </message>
    <message>
        <source>target met</source>
        <translation>Soll erreicht</translation>
    </message>
    <message>
        <source>{time} under</source>
        <translation>{time} unter dem Soll</translation>
    </message>
    <message>
        <source>{time} to go</source>
        <translation>Noch {time}</translation>
    </message>
    <message>
        <source>{time} over</source>
        <translation>{time} über dem Soll</translation>
    </message>
    <message>
        <source>{time} over until yesterday</source>
        <translation>bis gestern {time} über dem Soll</translation>
    </message>
    <message>
        <source>{time} under until yesterday</source>
        <translation>bis gestern {time} unter dem Soll</translation>
    </message>
    <message>
        <source>over</source>
        <translation>über</translation>
    </message>
    <message>
        <source>to go</source>
        <translation>fehlen</translation>
    </message>
    <message>
        <source>under</source>
        <translation>unter</translation>
    </message>
    <message>
        <source>not on this computer yet</source>
        <translation>noch nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>target {time}</source>
        <translation>Soll {time}</translation>
    </message>
    <message>
        <source>{total} of {target}, target met</source>
        <translation>{total} von {target}, Soll erreicht</translation>
    </message>
    <message>
        <source>{total} of {target}, {time} over</source>
        <translation>{total} von {target}, {time} über dem Soll</translation>
    </message>
    <message>
        <source>{total} of {target}, {time} to go</source>
        <translation>{total} von {target}, noch {time}</translation>
    </message>
    <message>
        <source>{total} of {target}, {time} under</source>
        <translation>{total} von {target}, {time} unter dem Soll</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>ddd d</source>
        <extracomment>The format of a day of the shown month with its weekday, in Qt&apos;s letters.</extracomment>
        <translation>ddd d.</translation>
    </message>
    <message>
        <source>Without a client</source>
        <translation>Ohne Kunde</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
</context>
<context>
    <name>SpanPage</name>
    <message>
        <source>Not on this computer yet</source>
        <translation>Noch nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>CoffeeCup is slow today…</source>
        <translation>CoffeeCup ist heute langsam …</translation>
    </message>
    <message>
        <source>Asking CoffeeCup…</source>
        <translation>CoffeeCup wird gefragt …</translation>
    </message>
</context>
<context>
    <name>SplitPage</name>
    <message>
        <source>Split entry</source>
        <translation>Eintrag teilen</translation>
    </message>
    <message>
        <source>First part</source>
        <translation>Erster Teil</translation>
    </message>
    <message>
        <source>Pick a project and task</source>
        <translation>Projekt und Aufgabe wählen</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The rest is for</source>
        <translation>Der Rest ist für</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>Alles so lassen, wie es war</translation>
    </message>
    <message>
        <source>Then {rest} are left. Both parts together stay {all}.</source>
        <translation>Dann bleiben {rest}. Zusammen bleiben es {all}.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Changes dropped</source>
        <translation>Änderungen verworfen</translation>
    </message>
</context>
<context>
    <name>StepDetail</name>
    <message>
        <source>Required.</source>
        <translation>Erforderlich.</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>What was it?</source>
        <translation>Was war es?</translation>
    </message>
</context>
<context>
    <name>StepLine</name>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>left open</source>
        <translation>offen gelassen</translation>
    </message>
</context>
<context>
    <name>Switch</name>
    <message numerus="yes">
        <source>{task} ran for %n seconds</source>
        <translation>
            <numerusform>{task} lief nur %n Sekunde</numerusform>
            <numerusform>{task} lief nur %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Change the entry instead</source>
        <translation>Stattdessen ändern</translation>
    </message>
</context>
<context>
    <name>SwitchBar</name>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Close the day…</source>
        <translation>Tag abschließen …</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt synchronisieren</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Open timesheet in browser</source>
        <translation>Zeiten im Browser öffnen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>SyncLog</name>
    <message>
        <source>An entry from before</source>
        <translation>Ein früherer Eintrag</translation>
    </message>
    <message>
        <source>Use this version</source>
        <translation>Diese Fassung nehmen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Version not chosen</source>
        <translation>Nicht gewählte Fassung</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Eingetragen</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>unconfirmed</source>
        <translation>unbestätigt</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>synced</source>
        <translation>synchronisiert</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>zu klären</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>found on CoffeeCup</source>
        <translation>bei CoffeeCup gefunden</translation>
    </message>
</context>
<context>
    <name>SyncLogPage</name>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>Nothing was changed here in the last 30 days.</source>
        <translation>In den letzten 30 Tagen wurde hier nichts geändert.</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>{pair} has been running since {at}.</source>
        <translation>{pair} lief seit {at} weiter.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Open Demitasse</source>
        <translation>Demitasse öffnen</translation>
    </message>
    <message>
        <source>You can answer in Demitasse.</source>
        <translation>Antworten kannst du in Demitasse.</translation>
    </message>
    <message numerus="yes">
        <source>You were away for %n minute(s)</source>
        <translation>
            <numerusform>Du warst %n Minute abwesend</numerusform>
            <numerusform>Du warst %n Minuten abwesend</numerusform>
        </translation>
    </message>
    <message>
        <source>You were away for {time} hours</source>
        <translation>Du warst {time} Stunden abwesend</translation>
    </message>
    <message>
        <source>From {from} to {to}. The timer for {pair} kept running.</source>
        <translation>Von {from} bis {to}. Der Timer für {pair} lief weiter.</translation>
    </message>
    <message>
        <source>The computer slept from {from} to {to}. The timer for {pair} kept running.</source>
        <translation>Der Computer war von {from} bis {to} im Ruhezustand. Der Timer für {pair} lief weiter.</translation>
    </message>
    <message>
        <source>Demitasse was off from {from} to {to}. The timer for {pair} kept running.</source>
        <translation>Demitasse lief von {from} bis {to} nicht. Der Timer für {pair} lief weiter.</translation>
    </message>
    <message>
        <source>{total} of {target}</source>
        <translation>{total} von {target}</translation>
    </message>
    <message>
        <source>You’ve reached today’s target. The timer is still running.</source>
        <translation>Dein Tagesziel ist erreicht. Der Timer läuft weiter.</translation>
    </message>
    <message>
        <source>Close the day</source>
        <translation>Tag abschließen</translation>
    </message>
    <message numerus="yes">
        <source>{pair} has been running for %n hours.</source>
        <translation>
            <numerusform>{pair} läuft seit %n Stunde.</numerusform>
            <numerusform>{pair} läuft seit %n Stunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Still working</source>
        <translation>Noch dabei</translation>
    </message>
    <message>
        <source>Still working on this?</source>
        <translation>Noch dabei?</translation>
    </message>
    <message>
        <source>No timer is running</source>
        <translation>Kein Timer läuft</translation>
    </message>
    <message>
        <source>Start…</source>
        <translation>Starten …</translation>
    </message>
    <message>
        <source>Start one, or add the time later.</source>
        <translation>Starte einen, oder trage die Zeit später ein.</translation>
    </message>
    <message>
        <source>Last: {pair}.</source>
        <translation>Zuletzt: {pair}.</translation>
    </message>
    <message>
        <source>Last: {pair}, until {at}.</source>
        <translation>Zuletzt: {pair}, bis {at}.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Absent</source>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>{absence}, half a day</source>
        <translation>{absence}, halber Tag</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <extracomment>The format of a day with its weekday, in Qt&apos;s letters.</extracomment>
        <translation>ddd d. MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>No project</source>
        <translation>Kein Projekt</translation>
    </message>
    <message>
        <source>timer is running</source>
        <translation>Timer läuft</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>unconfirmed</source>
        <translation>unbestätigt</translation>
    </message>
    <message>
        <source>billed</source>
        <translation>abgerechnet</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archiviert</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Open it to change it, or send it again.</source>
        <translation>Öffne ihn, um ihn zu ändern, oder sende ihn erneut.</translation>
    </message>
    <message>
        <source>Send what is here again, or delete it.</source>
        <translation>Sende erneut, was hier steht, oder lösche ihn.</translation>
    </message>
    <message>
        <source>Saved here since {time}, not sent yet.</source>
        <translation>Hier gespeichert seit {time}, noch nicht gesendet.</translation>
    </message>
    <message>
        <source>The connection broke while this was sent. Whether it arrived is being checked.</source>
        <translation>Beim Senden riss die Verbindung ab. Ob es ankam, wird geprüft.</translation>
    </message>
    <message>
        <source>CoffeeCup rejected it: {reason}</source>
        <translation>CoffeeCup hat ihn abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>It needs your decision: {reason}</source>
        <translation>Hier musst du entscheiden: {reason}</translation>
    </message>
    <message>
        <source>Started {pair}</source>
        <translation>Gestartet: {pair}</translation>
    </message>
    <message>
        <source>Switched to {task}</source>
        <translation>Gewechselt zu {task}</translation>
    </message>
    <message>
        <source>Stopped {pair}, {time}</source>
        <translation>Gestoppt: {pair}, {time}</translation>
    </message>
    <message>
        <source>Continued {pair}</source>
        <translation>Fortgesetzt: {pair}</translation>
    </message>
    <message>
        <source>Added {time} on {day}</source>
        <translation>Eingetragen: {time} am {day}</translation>
    </message>
    <message>
        <source>Changed {pair}</source>
        <translation>Geändert: {pair}</translation>
    </message>
    <message>
        <source>Deleted {pair}</source>
        <translation>Gelöscht: {pair}</translation>
    </message>
    <message>
        <source>Time away sorted</source>
        <translation>Abwesenheit geklärt</translation>
    </message>
    <message>
        <source>Split {pair}</source>
        <translation>Geteilt: {pair}</translation>
    </message>
    <message>
        <source>Duplicated {pair}</source>
        <translation>Dupliziert: {pair}</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Added {time} today</source>
        <translation>Heute eingetragen: {time}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Press to sign in.</source>
        <translation>Klick führt zur Anmeldung.</translation>
    </message>
    <message>
        <source>Press to open it.</source>
        <translation>Klick zeigt, worum es geht.</translation>
    </message>
    <message>
        <source>Press to sign in to your own.</source>
        <translation>Klick führt zur Anmeldung bei deinem.</translation>
    </message>
    <message>
        <source>Press to sync now.</source>
        <translation>Klick synchronisiert jetzt.</translation>
    </message>
    <message>
        <source>Demo · Sign in</source>
        <translation>Demo · Anmelden</translation>
    </message>
    <message>
        <source>This is a CoffeeCup to try.</source>
        <translation>Dies ist ein CoffeeCup zum Ausprobieren.</translation>
    </message>
    <message>
        <source>You are signed out. Sign in to see what CoffeeCup has.</source>
        <translation>Du bist abgemeldet. Melde dich an, um zu sehen, was CoffeeCup hat.</translation>
    </message>
    <message>
        <source>CoffeeCup is busy until {at}. It loads after that.</source>
        <translation>CoffeeCup ist bis {at} ausgelastet. Danach wird geladen.</translation>
    </message>
    <message>
        <source>No connection since {at}. It loads when you’re back online.</source>
        <translation>Keine Verbindung seit {at}. Wird geladen, sobald du wieder online bist.</translation>
    </message>
    <message numerus="yes">
        <source>%n to resolve</source>
        <translation>
            <numerusform>%n zu klären</numerusform>
            <numerusform>%n zu klären</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) need your decision.</source>
        <translation>
            <numerusform>%n Eintrag braucht deine Entscheidung.</numerusform>
            <numerusform>%n Einträge brauchen deine Entscheidung.</numerusform>
        </translation>
    </message>
    <message>
        <source>You are signed out. What you track is saved here and syncs after you sign in.</source>
        <translation>Du bist abgemeldet. Was du erfasst, bleibt hier und wird nach dem Anmelden gesendet.</translation>
    </message>
    <message>
        <source>CoffeeCup is busy until {at}. What you track is saved here and syncs after that.</source>
        <translation>CoffeeCup ist bis {at} ausgelastet. Was du erfasst, ist hier gespeichert und wird danach übertragen.</translation>
    </message>
    <message>
        <source>Paused until {at}</source>
        <translation>Pause bis {at}</translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Synchronisiert …</translation>
    </message>
    <message>
        <source>Saved here since {at}, not sent yet.</source>
        <translation>Hier gespeichert seit {at}, noch nicht gesendet.</translation>
    </message>
    <message>
        <source>Synced {at}</source>
        <translation>Synchronisiert {at}</translation>
    </message>
    <message>
        <source>CoffeeCup has everything; last compared at {at}.</source>
        <translation>CoffeeCup hat alles; zuletzt synchronisiert: {at}.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message numerus="yes">
        <source>No connection since {at}. %n change(s) are saved here and will sync by themselves. Press to try now.</source>
        <translation>
            <numerusform>Keine Verbindung seit {at}. %n Änderung ist hier gespeichert und wird von selbst gesendet. Klick versucht es jetzt.</numerusform>
            <numerusform>Keine Verbindung seit {at}. %n Änderungen sind hier gespeichert und werden von selbst gesendet. Klick versucht es jetzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>No connection since {at}. Press to try now.</source>
        <translation>Keine Verbindung seit {at}. Klick versucht es jetzt.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation>Noch nicht synchronisiert</translation>
    </message>
    <message>
        <source>CoffeeCup was not asked yet.</source>
        <translation>CoffeeCup wurde noch nicht abgefragt.</translation>
    </message>
</context>
<context>
    <name>TimerControl</name>
    <message>
        <source>Comments from before</source>
        <translation>Frühere Kommentare</translation>
    </message>
    <message>
        <source>start</source>
        <translation>starten</translation>
    </message>
    <message>
        <source>next</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>back to the line</source>
        <translation>zurück zur Zeile</translation>
    </message>
    <message>
        <source>add</source>
        <translation>eintragen</translation>
    </message>
    <message>
        <source>continue</source>
        <translation>fortsetzen</translation>
    </message>
    <message>
        <source>details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>wählen</translation>
    </message>
</context>
<context>
    <name>TimerStrip</name>
    <message>
        <source>Start…</source>
        <translation>Starten …</translation>
    </message>
    <message>
        <source>Stop {pair}</source>
        <translation>Stoppen: {pair}</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n waiting: saved here, not sent yet</source>
        <translation>
            <numerusform>%n wartet: hier gespeichert, noch nicht gesendet</numerusform>
            <numerusform>%n warten: hier gespeichert, noch nicht gesendet</numerusform>
        </translation>
    </message>
    <message>
        <source>{pair} – {comment}</source>
        <translation>{pair} – {comment}</translation>
    </message>
    <message numerus="yes">
        <source>%n timers are running</source>
        <translation>
            <numerusform>%n Timer läuft</numerusform>
            <numerusform>%n Timer laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>No timer is running</source>
        <translation>Kein Timer läuft</translation>
    </message>
    <message>
        <source>since {at} ({time}) · today {total} of {target}</source>
        <translation>seit {at} ({time}) · heute {total} von {target}</translation>
    </message>
    <message>
        <source>since {at} ({time}) · today {total}</source>
        <translation>seit {at} ({time}) · heute {total}</translation>
    </message>
    <message>
        <source>No timer is running · today {total}</source>
        <translation>Kein Timer läuft · heute {total}</translation>
    </message>
    <message>
        <source>No timer is running · today {total} of {target}</source>
        <translation>Kein Timer läuft · heute {total} von {target}</translation>
    </message>
    <message>
        <source>today {total}</source>
        <translation>heute {total}</translation>
    </message>
    <message>
        <source>today {total} of {target}</source>
        <translation>heute {total} von {target}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Continue {pair}</source>
        <translation>Fortsetzen: {pair}</translation>
    </message>
    <message>
        <source>Stop {name}</source>
        <translation>Stoppen: {name}</translation>
    </message>
</context>
<context>
    <name>TrayIcon</name>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Open Demitasse</source>
        <translation>Demitasse öffnen</translation>
    </message>
    <message>
        <source>Add time…</source>
        <translation>Zeit eintragen …</translation>
    </message>
    <message>
        <source>Close the day…</source>
        <translation>Tag abschließen …</translation>
    </message>
    <message>
        <source>Open timesheet in browser</source>
        <translation>Zeiten im Browser öffnen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Switch…</source>
        <translation>Wechseln …</translation>
    </message>
    <message>
        <source>Start…</source>
        <translation>Starten …</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>VersionsView</name>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Keep both comments, one below the other</source>
        <translation>Beide Kommentare behalten, untereinander</translation>
    </message>
    <message>
        <source>Nothing is lost: Activity keeps the other version for 30 days.</source>
        <translation>Nichts geht verloren: Der Verlauf bewahrt die andere Fassung 30 Tage.</translation>
    </message>
</context>
<context>
    <name>WeekPage</name>
    <message>
        <source>The week before</source>
        <translation>Die Woche davor</translation>
    </message>
    <message>
        <source>The week after</source>
        <translation>Die Woche danach</translation>
    </message>
    <message>
        <source>Projects of the week</source>
        <translation>Projekte der Woche</translation>
    </message>
    <message>
        <source>Copied the week</source>
        <translation>Woche kopiert</translation>
    </message>
    <message>
        <source>Week {number}</source>
        <translation>Woche {number}</translation>
    </message>
</context>
<context>
    <name>WindowUndo</name>
    <message>
        <source>Nothing to undo</source>
        <translation>Nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>Undo would delete {time} of {task}</source>
        <translation>Rückgängig würde {time} {task} löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Undo would move {time} of {task} to {other}</source>
        <translation>Rückgängig würde {time} {task} zu {other} verschieben</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Zurückgenommen: {what}</translation>
    </message>
    <message>
        <source>Nothing was left to undo: {what}</source>
        <translation>Davon war nichts mehr zurückzunehmen: {what}</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>Nichts zu wiederholen</translation>
    </message>
    <message>
        <source>Redone: {what}</source>
        <translation>Wiederholt: {what}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>_Cell</name>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>_Model</name>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
</context>
<context>
    <name>_Running</name>
    <message>
        <source>No timer is running</source>
        <translation>Kein Timer läuft</translation>
    </message>
</context>
<context>
    <name>_TokenStoreChoice</name>
    <message>
        <source>There is no keyring here. Stay signed in:</source>
        <translation>Hier gibt es keinen Schlüsselbund. Angemeldet bleiben:</translation>
    </message>
    <message>
        <source>until Demitasse quits</source>
        <translation>bis Demitasse endet</translation>
    </message>
    <message>
        <source>in a file only you can read</source>
        <translation>in einer Datei, die nur du lesen kannst</translation>
    </message>
    <message>
        <source>in a file</source>
        <translation>in einer Datei</translation>
    </message>
</context>
</TS>
