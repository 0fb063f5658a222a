// What happens without a call: first values, changes, buffered samples, completions, the death of the platform.
#include <cmath>
#include "Counters.h"
#include "Server.h"

static const long BurstPerTurn = 2000;
static const long HeldWriteMs = 10;
static const long ChangesPerQuality = 20;
static const long BadQuality = 16;
static const long GoodQuality = 192;
static const short InvalidReference = 6;
static const short ArrayWithoutBrackets = 1003;
static const short NeedsSecuredWrite = 1012;
static const short NeedsVerifiedWrite = 1013;

MXSTATUS_PROXY FakeServer::Good() const
{
    return Status(switches.success, MxCategoryOk, MxSourceRequestingLmx, 0);
}

bool FakeServer::PlatformIsUp(const Registration& server) const
{
    ULONGLONG now = GetTickCount64();
    return now < platformDiesAt || (now >= platformReturnsAt && server.since >= platformReturnsAt);
}

void FakeServer::Resolve(Item& item, const std::wstring& definition, const std::wstring& context)
{
    std::wstring name = definition;
    std::wstring brackets;
    size_t open = definition.find(L'[');
    if (open != std::wstring::npos)
    {
        name = definition.substr(0, open);
        brackets = definition.substr(open);
    }
    auto entry = galaxy.find(name);
    if (entry == galaxy.end() && !context.empty())
    {
        entry = galaxy.find(context + L"." + name);
    }
    item.failure = InvalidReference;
    if (entry == galaxy.end() || (!entry->second.array && !brackets.empty()))
    {
        return;
    }
    if (entry->second.array && brackets.empty())
    {
        item.failure = ArrayWithoutBrackets;
        return;
    }
    if (brackets.size() > 2)
    {
        item.element = static_cast<long>(wcstol(brackets.c_str() + 1, nullptr, 10));
        if (item.element < 1 || item.element > static_cast<long>(entry->second.value.parray->rgsabound[0].cElements))
        {
            return;
        }
    }
    item.failure = 0;
    item.attribute = &entry->second;
}

static void FormValue(const std::wstring& form, VARIANT* value)
{
    static long number = 42;
    static VARIANT inner;
    static BSTR text;
    static SAFEARRAY* array;
    if (!array)
    {
        array = SafeArrayCreateVector(VT_I4, 0, 2);
        static_cast<long*>(array->pvData)[0] = 7;
        static_cast<long*>(array->pvData)[1] = 8;
        text = SysAllocString(L"by reference");
        inner.vt = VT_R8;
        inner.dblVal = 1.25;
    }
    VariantInit(value);
    if (form == L"ByRefI4") { value->vt = VT_BYREF | VT_I4; value->plVal = &number; }
    else if (form == L"ByRefVariant") { value->vt = VT_BYREF | VT_VARIANT; value->pvarVal = &inner; }
    else if (form == L"ByRefText") { value->vt = VT_BYREF | VT_BSTR; value->pbstrVal = &text; }
    else if (form == L"ByRefArray") { value->vt = VT_BYREF | VT_ARRAY | VT_I4; value->pparray = &array; }
    else if (form == L"NullText") { value->vt = VT_BSTR; value->bstrVal = nullptr; }
    else if (form == L"Dispatch") { value->vt = VT_DISPATCH; value->pdispVal = nullptr; }
    else if (form == L"VariantArray" || form == L"MixedArray")
    {
        value->vt = VT_ARRAY | VT_VARIANT;
        value->parray = SafeArrayCreateVector(VT_VARIANT, 0, 2);
        auto elements = static_cast<VARIANT*>(value->parray->pvData);
        elements[0].vt = VT_I4;
        elements[0].lVal = 5;
        elements[1].vt = form == L"MixedArray" ? VT_R8 : VT_I4;
        if (form == L"MixedArray") { elements[1].dblVal = 0.5; } else { elements[1].lVal = 6; }
    }
    else if (form == L"Matrix")
    {
        SAFEARRAYBOUND bounds[2] = { { 2, 1 }, { 3, 1 } };
        value->vt = VT_ARRAY | VT_I4;
        value->parray = SafeArrayCreate(VT_I4, 2, bounds);
        for (long i = 0; i < 6; i++) { static_cast<long*>(value->parray->pvData)[i] = i; }
    }
}

void FakeServer::CurrentValue(Item& item, VARIANT* value)
{
    Attribute& attribute = *item.attribute;
    if (!attribute.form.empty() && attribute.form != L"Echo")
    {
        FormValue(attribute.form, value);
        return;
    }
    if (item.element == 0)
    {
        CopyAny(value, &attribute.value);
        return;
    }
    VariantInit(value);
    LONG index = item.element - 1;
    VARTYPE type = attribute.value.vt & VT_TYPEMASK;
    SafeArrayGetElement(attribute.value.parray, &index, &value->llVal);
    value->vt = type;
}

// The nearest date to a FILETIME. It is computed in two steps, because the whole count would not fit a double. 109205 days are between 1601
// and the zero date.
static double DateOf(FILETIME time)
{
    const ULONGLONG ticksPerDay = 864000000000ULL;
    ULONGLONG ticks = (ULONGLONG(time.dwHighDateTime) << 32) | time.dwLowDateTime;
    return (static_cast<double>(ticks / ticksPerDay) - 109205.0) + static_cast<double>(ticks % ticksPerDay) / static_cast<double>(ticksPerDay);
}

VARIANT FakeServer::TimeArgument(FILETIME time)
{
    VARIANT argument;
    VariantInit(&argument);
    if (switches.localTimes)
    {
        FILETIME local;
        FileTimeToLocalFileTime(&time, &local);
        time = local;
    }
    SYSTEMTIME parts;
    FileTimeToSystemTime(&time, &parts);
    ULONGLONG ticks = (ULONGLONG(time.dwHighDateTime) << 32) | time.dwLowDateTime;
    double date = DateOf(time);
    wchar_t text[64];
    if (switches.timeKind == L"date") { argument.vt = VT_DATE; argument.date = date; }
    else if (switches.timeKind == L"filetime") { argument.vt = VT_FILETIME; argument.llVal = static_cast<LONGLONG>(ticks); }
    else if (switches.timeKind == L"i8") { argument.vt = VT_I8; argument.llVal = static_cast<LONGLONG>(ticks); }
    else if (switches.timeKind == L"last") { argument.vt = VT_DATE; argument.date = 2958465 + 22 / 24.0; }
    else if (switches.timeKind == L"first") { argument.vt = VT_DATE; argument.date = -693593; }
    else if (switches.timeKind == L"junk") { argument.vt = VT_BSTR; argument.bstrVal = SysAllocString(L"no time"); }
    else if (switches.timeKind == L"localtext")
    {
        argument.vt = VT_BSTR;
        VarBstrFromDate(floor(date * 86400.0 + 0.5) / 86400.0, LOCALE_USER_DEFAULT, 0, &argument.bstrVal);
    }
    else if (switches.timeKind == L"text")
    {
        wsprintfW(text, L"%04d-%02d-%02d %02d:%02d:%02d.%03d", parts.wYear, parts.wMonth, parts.wDay, parts.wHour, parts.wMinute,
            parts.wSecond, parts.wMilliseconds);
        argument.vt = VT_BSTR;
        argument.bstrVal = SysAllocString(text);
    }
    return argument;
}

static VARIANT Long(long value)
{
    VARIANT variant;
    VariantInit(&variant);
    variant.vt = VT_I4;
    variant.lVal = value;
    return variant;
}

static void Clear(VARIANT& variant)
{
    if (variant.vt != VT_FILETIME)
    {
        VariantClear(&variant);
    }
}

void FakeServer::Deliver(Registration& server, Item& item, const VARIANT& value, long quality, FILETIME time, const MXSTATUS_PROXY& status)
{
    item.resolved = item.resolved || status.success != 0;
    if (item.silent)
    {
        return;
    }
    if (item.buffered)
    {
        Sample sample = { {}, quality + switches.qualityBits, time };
        CopyAny(&sample.value, &value);
        item.samples.push_back(sample);
        PlanFlush(server);
        return;
    }
    StatusArgument statuses(switches.statusKind, status);
    VARIANT when = TimeArgument(time);
    VARIANT arguments[] = { Long(server.handle), Long(item.handle), value, Long(quality + switches.qualityBits), when, statuses.variant };
    events.Fire(1, arguments, 6);
    Clear(when);
}

void FakeServer::FireStatus(DISPID event, long server, long item, const MXSTATUS_PROXY& status)
{
    if (!FindItem(server, item))
    {
        return;
    }
    StatusArgument statuses(switches.statusKind, status);
    VARIANT arguments[] = { Long(server), Long(item), statuses.variant };
    events.Fire(event, arguments, 3);
}

void FakeServer::FirstValue(long server, long handle, long life)
{
    Registration* registration = FindServer(server);
    Item* item = FindItem(server, handle);
    if (!item || item->life != life || item->advised == Advised::None || item->suspended)
    {
        return;
    }
    VARIANT value;
    VariantInit(&value);
    if (!PlatformIsUp(*registration))
    {
        Deliver(*registration, *item, value, 0, Now(), Status(0, MxCategoryCommunicationError, MxSourceRequestingNmx, 2));
        return;
    }
    if (!item->attribute)
    {
        long category = item->failure == ArrayWithoutBrackets ? switches.arrayCategory : static_cast<long>(MxCategoryConfigurationError);
        Deliver(*registration, *item, value, 0, Now(), Status(0, category, MxSourceRespondingLmx, static_cast<short>(item->failure)));
        return;
    }
    bool burst = item->attribute->name == L"Fake.Burst" && switches.burst > 0;
    CurrentValue(*item, &value);
    Deliver(*registration, *item, value, item->attribute->quality, item->attribute->time, Good());
    Clear(value);
    if (burst)
    {
        long last = switches.burst;
        apartment.After(0, [=] { Burst(server, handle, life, 1, last); });
    }
}

void FakeServer::Change()
{
    Attribute& level = galaxy[L"tank101.level.pv"];
    level.value.fltVal = level.value.fltVal >= 99 ? 1 : level.value.fltVal + 0.5f;
    level.time = Now();
    Publish(level);
    Attribute& probe = galaxy[L"ait101.ph.pv"];
    if (++changes % ChangesPerQuality == 0)
    {
        probe.quality = probe.quality == GoodQuality ? BadQuality : GoodQuality;
        probe.time = Now();
        Publish(probe);
    }
    for (auto& alarm : alarms)
    {
        alarm.Scan([=](Attribute& attribute) { Publish(attribute); });
    }
    apartment.After(switches.changePeriod, [=] { Change(); });
}

void FakeServer::Publish(Attribute& attribute)
{
    for (auto& server : servers)
    {
        for (auto& entry : server.second.items)
        {
            Item& item = entry.second;
            if (item.attribute == &attribute && item.advised != Advised::None && item.resolved && !item.suspended && PlatformIsUp(server.second))
            {
                VARIANT value;
                CurrentValue(item, &value);
                Deliver(server.second, item, value, attribute.quality, attribute.time, Good());
                Clear(value);
            }
        }
    }
}

void FakeServer::Burst(long server, long handle, long life, long next, long last)
{
    Item* item = FindItem(server, handle);
    if (!item || item->life != life || item->advised == Advised::None)
    {
        return;
    }
    Registration& registration = *FindServer(server);
    long end = last - next < BurstPerTurn ? last : next + BurstPerTurn - 1;
    for (; next <= end; next++)
    {
        Deliver(registration, *item, Long(next), 192, Now(), Good());
    }
    if (next <= last)
    {
        apartment.After(0, [=] { Burst(server, handle, life, next, last); });
    }
}

void FakeServer::PlanFlush(Registration& server)
{
    if (server.flushPlanned)
    {
        return;
    }
    server.flushPlanned = true;
    long handle = server.handle;
    apartment.After(server.bufferedInterval, [=] { Flush(handle); });
}

void FakeServer::Flush(long handle)
{
    Registration* server = FindServer(handle);
    if (!server)
    {
        return;
    }
    server->flushPlanned = false;
    for (auto& entry : server->items)
    {
        if (!entry.second.samples.empty())
        {
            FireBuffered(*server, entry.second);
        }
    }
}

static SAFEARRAY* Column(VARTYPE type, ULONG count)
{
    return SafeArrayCreateVector(type, 0, count);
}

void FakeServer::FireBuffered(Registration& server, Item& item)
{
    std::vector<Sample> samples;
    samples.swap(item.samples);
    ULONG count = switches.bufferedShape == L"scalar" ? 1 : static_cast<ULONG>(samples.size());
    VARTYPE type = switches.bufferedShape == L"variants" ? static_cast<VARTYPE>(VT_VARIANT) : samples[0].value.vt;
    type = type == VT_EMPTY || type == VT_NULL ? static_cast<VARTYPE>(VT_VARIANT) : type;
    VARIANT values, qualities, times;
    VariantInit(&values);
    VariantInit(&qualities);
    VariantInit(&times);
    if (switches.bufferedShape == L"scalar")
    {
        CopyAny(&values, &samples.back().value);
        qualities = Long(samples.back().quality);
        times = TimeArgument(samples.back().time);
    }
    else
    {
        values.vt = VT_ARRAY | type;
        values.parray = Column(type, count);
        qualities.vt = VT_ARRAY | VT_I4;
        qualities.parray = Column(VT_I4, count);
        times.vt = VT_ARRAY | VT_DATE;
        times.parray = Column(VT_DATE, count);
        for (LONG i = 0; i < static_cast<LONG>(count); i++)
        {
            VARIANT& value = samples[i].value;
            void* element = type == VT_VARIANT ? static_cast<void*>(&value) : type == VT_BSTR ? static_cast<void*>(value.bstrVal) : &value.llVal;
            SafeArrayPutElement(values.parray, &i, element);
            static_cast<long*>(qualities.parray->pvData)[i] = samples[i].quality;
            static_cast<double*>(times.parray->pvData)[i] = DateOf(samples[i].time);
        }
    }
    StatusArgument statuses(switches.statusKind, Good());
    long dataType = item.attribute ? item.attribute->dataType : -1;
    VARIANT arguments[] = { Long(server.handle), Long(item.handle), Long(dataType), values, qualities, times, statuses.variant };
    bufferedEvents.Fire(1, arguments, 7);
    Clear(values);
    Clear(qualities);
    Clear(times);
    for (auto& sample : samples)
    {
        Clear(sample.value);
    }
}

void FakeServer::Complete(::Write write)
{
    Item* item = FindItem(write.server, write.item);
    if (!item)
    {
        Clear(write.value);
        return;
    }
    if (WritesAreHeld())
    {
        apartment.After(HeldWriteMs, [=] { Complete(write); });
        return;
    }
    if (switches.writeCompletion == L"pending" || switches.writeCompletion == L"pendingonly")
    {
        FireStatus(2, write.server, write.item, Status(switches.success, MxCategoryPending, MxSourceRequestingLmx, 0));
        item = FindItem(write.server, write.item);
    }
    MXSTATUS_PROXY status = item ? Carry(*item, write) : Good();
    Clear(write.value);
    if (switches.writeCompletion == L"normal")
    {
        FireStatus(2, write.server, write.item, status);
    }
    else if (switches.writeCompletion == L"pending")
    {
        apartment.After(switches.writeDelay, [=] { FireStatus(2, write.server, write.item, status); });
    }
}

MXSTATUS_PROXY FakeServer::Carry(Item& item, const ::Write& write)
{
    Attribute& attribute = *item.attribute;
    Registration& server = *FindServer(write.server);
    const long by = MxSourceRespondingAutomationObject;
    // The platform can be brought back by a test.
    if (!PlatformIsUp(server) && attribute.name != L"Fake.PlatformUp")
    {
        return Status(0, MxCategoryCommunicationError, MxSourceRequestingNmx, 2);
    }
    if (attribute.access == Access::ReadOnly)
    {
        return Status(0, MxCategorySecurityError, by, 0);
    }
    bool supervisory = item.advised == Advised::Supervisory && !write.secured;
    bool known = server.users.count(write.currentUser) && server.users.count(write.verifierUser);
    if (attribute.access != Access::Free && !supervisory && (!write.secured || !known))
    {
        return Status(0, MxCategorySecurityError, by, attribute.access == Access::Verified ? NeedsVerifiedWrite : NeedsSecuredWrite);
    }
    if (attribute.access == Access::Verified && !supervisory && write.currentUser == write.verifierUser)
    {
        return Status(0, MxCategorySecurityError, by, NeedsVerifiedWrite);
    }
    VARIANT value;
    VariantInit(&value);
    bool asIs = attribute.form == L"Echo" || attribute.array;
    HRESULT converted = asIs ? CopyAny(&value, &write.value)
        : VariantChangeTypeEx(&value, const_cast<VARIANT*>(&write.value), LOCALE_INVARIANT, 0, attribute.value.vt);
    if (FAILED(converted) || (attribute.array && item.element == 0 && value.vt != attribute.value.vt) || (attribute.array && item.element > 0))
    {
        Clear(value);
        return Status(0, MxCategoryOperationalError, by, 0);
    }
    for (auto& alarm : alarms)
    {
        if (!alarm.Accepts(attribute, value))
        {
            Clear(value);
            return Status(0, MxCategoryOperationalError, by, 0);
        }
    }
    bool changed = !SameValue(attribute.value, value);
    Clear(attribute.value);
    attribute.value = value;
    attribute.time = write.time;
    if (changed)
    {
        Publish(attribute);
    }
    for (auto& alarm : alarms)
    {
        alarm.Written(attribute, [=](Attribute& other) { Publish(other); });
    }
    Control(server, item);
    return Good();
}

void FakeServer::Control(Registration& server, Item& item)
{
    Attribute& attribute = *item.attribute;
    if (attribute.name == L"Fake.Crash" && attribute.value.lVal != 0)
    {
        Crash();
    }
    if (attribute.name == L"Fake.Burst" && attribute.value.lVal > 0)
    {
        long handle = server.handle, point = item.handle, life = item.life, last = attribute.value.lVal;
        apartment.After(0, [=] { Burst(handle, point, life, 1, last); });
    }
    if (attribute.name == L"Fake.PlatformUp")
    {
        bool up = attribute.value.boolVal != VARIANT_FALSE;
        platformDiesAt = up ? ~0ULL : GetTickCount64();
        platformReturnsAt = up ? 0 : GetTickCount64() + switches.platformDeadFor;
    }
}
