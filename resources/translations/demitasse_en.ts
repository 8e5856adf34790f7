<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Card</name>
    <message numerus="yes">
        <source>%n tasks fit; ↓ takes the other</source>
        <translation>
            <numerusform>%n task fits; ↓ takes the other</numerusform>
            <numerusform>%n tasks fit; ↓ takes the other</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CloseDay</name>
    <message numerus="yes">
        <source>%n waiting: saved here, not sent yet</source>
        <translation>
            <numerusform>%n waiting: saved here, not sent yet</numerusform>
            <numerusform>%n waiting: saved here, not sent yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting: saved here, not sent yet.</source>
        <translation>
            <numerusform>%n waiting: saved here, not sent yet.</numerusform>
            <numerusform>%n waiting: saved here, not sent yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing open. %n entry(s) are on the way.</source>
        <translation>
            <numerusform>Nothing open. %n entry is on its way.</numerusform>
            <numerusform>Nothing open. %n entries are on their way.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EndView</name>
    <message numerus="yes">
        <source>%n left open</source>
        <translation>
            <numerusform>%n left open</numerusform>
            <numerusform>%n left open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstSyncPage</name>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message numerus="yes">
        <source>%n entry(s) from {file}</source>
        <translation>
            <numerusform>%n entry from {file}</numerusform>
            <numerusform>%n entries from {file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were left out.</source>
        <translation>
            <numerusform>%n line was left out.</numerusform>
            <numerusform>%n lines were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemBanner</name>
    <message numerus="yes">
        <source>%n entry(s) need your decision.</source>
        <translation>
            <numerusform>%n entry needs your decision.</numerusform>
            <numerusform>%n entries need your decision.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Quitting</name>
    <message numerus="yes">
        <source>%n changes have not reached CoffeeCup yet. They are saved here, and sent after the next start.</source>
        <translation>
            <numerusform>%n change has not reached CoffeeCup yet. It is saved here, and sent after the next start.</numerusform>
            <numerusform>%n changes have not reached CoffeeCup yet. They are saved here, and sent after the next start.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignOut</name>
    <message numerus="yes">
        <source>A timer is running ({time}), and %n entries have not reached CoffeeCup yet: {entries}.</source>
        <translation>
            <numerusform>A timer is running ({time}), and %n entry has not reached CoffeeCup yet: {entries}.</numerusform>
            <numerusform>A timer is running ({time}), and %n entries have not reached CoffeeCup yet: {entries}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries have not reached CoffeeCup yet: {entries}.</source>
        <translation>
            <numerusform>%n entry has not reached CoffeeCup yet: {entries}.</numerusform>
            <numerusform>%n entries have not reached CoffeeCup yet: {entries}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Switch</name>
    <message numerus="yes">
        <source>{task} ran for %n seconds</source>
        <translation>
            <numerusform>{task} ran for %n second</numerusform>
            <numerusform>{task} ran for %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message numerus="yes">
        <source>You were away for %n minute(s)</source>
        <translation>
            <numerusform>You were away for %n minute</numerusform>
            <numerusform>You were away for %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{pair} has been running for %n hours.</source>
        <translation>
            <numerusform>{pair} has been running for %n hour.</numerusform>
            <numerusform>{pair} has been running for %n hours.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to resolve</source>
        <translation>
            <numerusform>%n to resolve</numerusform>
            <numerusform>%n to resolve</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) need your decision.</source>
        <translation>
            <numerusform>One entry needs your decision.</numerusform>
            <numerusform>%n entries need your decision.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No connection since {at}. %n change(s) are saved here and will sync by themselves. Press to try now.</source>
        <translation>
            <numerusform>No connection since {at}. One change is saved here and will sync by itself. Press to try now.</numerusform>
            <numerusform>No connection since {at}. %n changes are saved here and will sync by themselves. Press to try now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n waiting: saved here, not sent yet</source>
        <translation>
            <numerusform>%n waiting: saved here, not sent yet</numerusform>
            <numerusform>%n waiting: saved here, not sent yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n timers are running</source>
        <translation>
            <numerusform>%n timer is running</numerusform>
            <numerusform>%n timers are running</numerusform>
        </translation>
    </message>
</context>
</TS>
