// One attribute of the galaxy behind the server.
#pragma once
#include <map>
#include <string>
#include <windows.h>
#include <oleauto.h>
#include <olectl.h>

enum class Access { Free, ReadOnly, Secured, Verified };

struct Attribute
{
    std::wstring name;
    VARIANT value;
    FILETIME time;
    long quality;
    long dataType;
    Access access;
    bool array;

    // Delivered instead of the value: for forms of a value that are not worth storing.
    std::wstring form;
};

// Names are in lower case.
using Galaxy = std::map<std::wstring, Attribute>;

Galaxy MakeGalaxy(float alarmLimit);

// Adds one attribute to the galaxy.
void AddBoolean(Galaxy& galaxy, const std::wstring& name, bool value, Access access);
void AddInteger(Galaxy& galaxy, const std::wstring& name, long value, Access access);
void AddFloat(Galaxy& galaxy, const std::wstring& name, float value, Access access);
void AddDate(Galaxy& galaxy, const std::wstring& name, double value, Access access);
void AddText(Galaxy& galaxy, const std::wstring& name, const wchar_t* value, Access access);

void ClearGalaxy(Galaxy& galaxy);

FILETIME Now();
std::wstring Lower(std::wstring text);

// A deep copy that also copies types that VariantCopy refuses.
HRESULT CopyAny(VARIANT* target, const VARIANT* source);
bool SameValue(const VARIANT& left, const VARIANT& right);
