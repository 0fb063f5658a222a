// A limit alarm of the galaxy, with the vendor's rules for its attributes. The simulator's GALAXY.md describes them.
#pragma once
#include <functional>
#include <vector>
#include "Attribute.h"

// Tells subscribers of a change.
using Publisher = std::function<void(Attribute&)>;

class Alarm
{
public:
    // Adds the alarm's attributes to the galaxy; the input must be in it.
    static void AddTo(Galaxy& galaxy, const std::wstring& root, float limit);

    // An alarm whose attributes are in the galaxy, which must not move afterwards.
    Alarm(Galaxy& galaxy, const std::wstring& root, const std::wstring& input);

    // Compares the input with the limit and ends shelving.
    void Scan(const Publisher& publish);

    // Whether the attribute takes the value. True for attributes of others.
    bool Accepts(const Attribute& attribute, const VARIANT& value) const;

    // What follows from a write of the attribute. Nothing for attributes of others.
    void Written(const Attribute& attribute, const Publisher& publish);

private:
    Attribute* Find(Galaxy& galaxy, const std::wstring& name) const;
    void Shelve(const Publisher& publish);

    std::wstring root;
    Attribute* input;
    Attribute* limit;
    Attribute* inAlarm;
    Attribute* condition;
    Attribute* acked;
    Attribute* ackMsg;
    Attribute* timeOn;
    Attribute* timeOff;
    Attribute* timeAcked;
    Attribute* mode;
    Attribute* modeCmd;
    Attribute* inhibit;
    Attribute* shelved;
    Attribute* shelveCmd;
    Attribute* shelveReason;
    ULONGLONG shelvedUntil;
};

// Every alarm of the galaxy.
std::vector<Alarm> MakeAlarms(Galaxy& galaxy);
