#include "Alarm.h"
#include <cwchar>

static const UINT MaxAckMsg = 256;
static const long Bad = 0;
static const long Good = 192;
static const long GoodOrUncertain = 0xC0;
static const double MillisecondsPerHour = 3600000;
static const double Year1970 = 25569;
static const wchar_t* const Modes[] = { L"Enable", L"Silence", L"Disable" };

static bool IsTrue(const Attribute& attribute)
{
    return attribute.value.boolVal != VARIANT_FALSE;
}

static bool Is(const Attribute& attribute, const wchar_t* text)
{
    return attribute.value.bstrVal && wcscmp(attribute.value.bstrVal, text) == 0;
}

static void Changed(Attribute& attribute, long quality, const Publisher& publish)
{
    attribute.quality = quality;
    attribute.time = Now();
    publish(attribute);
}

static void Set(Attribute& attribute, bool value, long quality, const Publisher& publish)
{
    if (IsTrue(attribute) != value || attribute.quality != quality)
    {
        attribute.value.boolVal = value ? VARIANT_TRUE : VARIANT_FALSE;
        Changed(attribute, quality, publish);
    }
}

static void Set(Attribute& attribute, const wchar_t* text, const Publisher& publish)
{
    if (!Is(attribute, text))
    {
        SysReAllocString(&attribute.value.bstrVal, text);
        Changed(attribute, Good, publish);
    }
}

static void SetNow(Attribute& attribute, const Publisher& publish)
{
    FILETIME now = Now();
    SYSTEMTIME parts;
    FileTimeToSystemTime(&now, &parts);
    SystemTimeToVariantTime(&parts, &attribute.value.date);
    attribute.value.date += parts.wMilliseconds / 86400000.0;
    Changed(attribute, Good, publish);
}

void Alarm::AddTo(Galaxy& galaxy, const std::wstring& root, float limit)
{
    auto name = [&](const wchar_t* attribute) { return root + L"." + attribute; };
    for (auto attribute : { L"InAlarm", L"Condition", L"AlarmShelved" })
    {
        AddBoolean(galaxy, name(attribute), false, Access::ReadOnly);
    }
    AddBoolean(galaxy, name(L"Acked"), true, Access::ReadOnly);
    AddBoolean(galaxy, name(L"AlarmInhibit"), false, Access::Free);
    for (auto attribute : { L"TimeAlarmOn", L"TimeAlarmOff", L"TimeAlarmAcked" })
    {
        AddDate(galaxy, name(attribute), Year1970, Access::ReadOnly);
    }
    AddText(galaxy, name(L"AckMsg"), L"", Access::Free);
    AddText(galaxy, name(L"Category"), L"Value Hi", Access::ReadOnly);
    AddText(galaxy, name(L"DescAttrName"), (root + L" high").c_str(), Access::ReadOnly);
    AddText(galaxy, name(L"AlarmMode"), Modes[0], Access::ReadOnly);
    AddText(galaxy, name(L"AlarmModeCmd"), Modes[0], Access::Free);
    AddText(galaxy, name(L"AlarmShelveCmd"), L"", Access::Free);
    AddText(galaxy, name(L"AlarmShelveReason"), L"", Access::ReadOnly);
    AddInteger(galaxy, name(L"Priority"), 300, Access::Free);
    AddFloat(galaxy, name(L"Limit"), limit, Access::Free);
}

Alarm::Alarm(Galaxy& galaxy, const std::wstring& root, const std::wstring& input)
    : root(root), input(&galaxy.at(Lower(input))), limit(Find(galaxy, L"Limit")), inAlarm(Find(galaxy, L"InAlarm")),
      condition(Find(galaxy, L"Condition")), acked(Find(galaxy, L"Acked")), ackMsg(Find(galaxy, L"AckMsg")),
      timeOn(Find(galaxy, L"TimeAlarmOn")), timeOff(Find(galaxy, L"TimeAlarmOff")), timeAcked(Find(galaxy, L"TimeAlarmAcked")),
      mode(Find(galaxy, L"AlarmMode")), modeCmd(Find(galaxy, L"AlarmModeCmd")), inhibit(Find(galaxy, L"AlarmInhibit")),
      shelved(Find(galaxy, L"AlarmShelved")), shelveCmd(Find(galaxy, L"AlarmShelveCmd")), shelveReason(Find(galaxy, L"AlarmShelveReason")),
      shelvedUntil(0)
{
}

Attribute* Alarm::Find(Galaxy& galaxy, const std::wstring& name) const
{
    return &galaxy.at(Lower(root + L"." + name));
}

void Alarm::Scan(const Publisher& publish)
{
    if (IsTrue(*shelved) && GetTickCount64() >= shelvedUntil)
    {
        Set(*shelved, false, Good, publish);
    }
    bool off = IsTrue(*inhibit) || Is(*modeCmd, Modes[2]);
    Set(*mode, off ? Modes[2] : modeCmd->value.bstrVal, publish);
    bool known = (input->quality & GoodOrUncertain) != Bad;
    bool met = known ? input->value.fltVal > limit->value.fltVal : IsTrue(*condition);
    Set(*condition, met, input->quality, publish);
    bool was = IsTrue(*inAlarm);
    bool is = !off && (known ? met : was);
    Set(*inAlarm, is, off ? Good : input->quality, publish);
    if (is && !was)
    {
        Set(*acked, false, Good, publish);
        SetNow(*timeOn, publish);
    }
    if (was && !is)
    {
        SetNow(*timeOff, publish);
    }
}

bool Alarm::Accepts(const Attribute& attribute, const VARIANT& value) const
{
    if (&attribute == ackMsg)
    {
        return SysStringLen(value.bstrVal) <= MaxAckMsg;
    }
    if (&attribute == modeCmd)
    {
        std::wstring text = value.bstrVal ? value.bstrVal : L"";
        return text == Modes[0] || text == Modes[1] || text == Modes[2];
    }
    return &attribute != shelveCmd || (value.bstrVal && wcsncmp(value.bstrVal, L"Duration=", 9) == 0);
}

void Alarm::Written(const Attribute& attribute, const Publisher& publish)
{
    if (&attribute == ackMsg)
    {
        Set(*acked, true, Good, publish);
        SetNow(*timeAcked, publish);
    }
    if (&attribute == shelveCmd)
    {
        Shelve(publish);
    }
}

// Duration=<hours>; Reason="<text>";
void Alarm::Shelve(const Publisher& publish)
{
    const wchar_t* command = shelveCmd->value.bstrVal;
    double hours = wcstod(command + 9, nullptr);
    const wchar_t* begin = wcschr(command, L'"');
    const wchar_t* end = begin ? wcschr(begin + 1, L'"') : nullptr;
    shelvedUntil = GetTickCount64() + static_cast<ULONGLONG>(hours * MillisecondsPerHour);
    Set(*shelveReason, end ? std::wstring(begin + 1, end).c_str() : L"", publish);
    Set(*shelved, hours > 0, Good, publish);
}

std::vector<Alarm> MakeAlarms(Galaxy& galaxy)
{
    return { Alarm(galaxy, L"Tank101.Level.Hi", L"Tank101.Level.PV"), Alarm(galaxy, L"AIT101.PH.Hi", L"AIT101.PH.PV") };
}
