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
    <name>ProblemBanner</name>
    <message numerus="yes">
        <source>%n entry(s) need your decision.</source>
        <translation>
            <numerusform>%n entry needs your decision.</numerusform>
            <numerusform>%n entries need your decision.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>CoffeeCup did not take %n entry(s): {reason}</source>
        <translation>
            <numerusform>CoffeeCup did not take one entry: {reason}</numerusform>
            <numerusform>CoffeeCup did not take %n entries: {reason}</numerusform>
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
        <source>after %n minute(s)</source>
        <translation>
            <numerusform>after %n minute</numerusform>
            <numerusform>after %n minutes</numerusform>
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
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait; nothing is lost.</source>
        <translation>
            <numerusform>%n change waits; nothing is lost.</numerusform>
            <numerusform>%n changes wait; nothing is lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) will be sent by themselves.</source>
        <translation>
            <numerusform>%n change will be sent by itself.</numerusform>
            <numerusform>%n changes will be sent by themselves.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n needs you</numerusform>
            <numerusform>%n need you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>CoffeeCup did not take %n entry(s). Open it to see why.</source>
        <translation>
            <numerusform>CoffeeCup did not take %n entry. Open it to see why.</numerusform>
            <numerusform>CoffeeCup did not take %n entries. Open them to see why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting since {time}</source>
        <translation>
            <numerusform>%n waiting since {time}</numerusform>
            <numerusform>%n waiting since {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) saved here and not sent yet, the oldest since {time}.</source>
        <translation>
            <numerusform>%n change is saved here and not sent yet, since {time}.</numerusform>
            <numerusform>%n changes are saved here and not sent yet, the oldest since {time}.</numerusform>
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
