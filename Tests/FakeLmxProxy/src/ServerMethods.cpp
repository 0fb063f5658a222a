// The eighteen methods.
#include "Counters.h"
#include "Server.h"

static const long DefaultBufferedInterval = 1000;

MXSTATUS_PROXY Status(short success, long category, long source, short detail)
{
    MXSTATUS_PROXY status;
    memset(&status, 0, sizeof status);
    status.success = success;
    status.category = static_cast<MxStatusCategory>(category);
    status.detectedBy = static_cast<MxStatusSource>(source);
    status.detail = detail;
    return status;
}

static std::wstring TextOf(BSTR text)
{
    return std::wstring(text ? text : L"", SysStringLen(text));
}

STDMETHODIMP FakeServer::Register(BSTR, long* server)
{
    *server = 0;
    HRESULT entered = Enter(L"Register");
    if (FAILED(entered))
    {
        return entered;
    }
    Registration registration = {};
    registration.handle = ++lastServer;
    registration.since = GetTickCount64();
    registration.bufferedInterval = DefaultBufferedInterval;
    servers[registration.handle] = registration;
    *server = registration.handle;
    InterlockedIncrement(&counters.registrations);
    return S_OK;
}

STDMETHODIMP FakeServer::Unregister(long server)
{
    HRESULT entered = Enter(L"Unregister");
    Registration* registration = FindServer(server);
    if (FAILED(entered) || !registration)
    {
        return FAILED(entered) ? entered : Fail(switches.badHandle);
    }
    while (!registration->items.empty())
    {
        RemoveItem(server, registration->items.begin()->first);
    }
    servers.erase(server);
    InterlockedDecrement(&counters.registrations);
    return S_OK;
}

STDMETHODIMP FakeServer::AddItem(long server, BSTR definition, long* item)
{
    HRESULT entered = Enter(L"AddItem");
    return FAILED(entered) ? entered : Add(server, definition, nullptr, false, item);
}

STDMETHODIMP FakeServer::AddItem2(long server, BSTR definition, BSTR context, long* item)
{
    HRESULT entered = Enter(L"AddItem2");
    return FAILED(entered) ? entered : Add(server, definition, context, false, item);
}

STDMETHODIMP FakeServer::AddBufferedItem(long server, BSTR definition, BSTR context, long* item)
{
    HRESULT entered = Enter(L"AddBufferedItem");
    return FAILED(entered) ? entered : Add(server, definition, context, true, item);
}

STDMETHODIMP FakeServer::RemoveItem(long server, long handle)
{
    HRESULT entered = Enter(L"RemoveItem");
    Item* item = FindItem(server, handle);
    if (FAILED(entered) || !item)
    {
        return FAILED(entered) ? entered : Fail(switches.badHandle);
    }
    for (auto& sample : item->samples)
    {
        VariantClear(&sample.value);
    }
    FindServer(server)->items.erase(handle);
    InterlockedDecrement(&counters.items);
    return S_OK;
}

STDMETHODIMP FakeServer::Advise(long server, long item)
{
    HRESULT entered = Enter(L"Advise");
    return FAILED(entered) ? entered : AdviseAs(server, item, Advised::Plain);
}

STDMETHODIMP FakeServer::AdviseSupervisory(long server, long item)
{
    HRESULT entered = Enter(L"AdviseSupervisory");
    return FAILED(entered) ? entered : AdviseAs(server, item, Advised::Supervisory);
}

STDMETHODIMP FakeServer::UnAdvise(long server, long handle)
{
    HRESULT entered = Enter(L"UnAdvise");
    Item* item = FindItem(server, handle);
    if (FAILED(entered) || !item || item->advised == Advised::None)
    {
        return FAILED(entered) ? entered : Fail(switches.badHandle);
    }
    item->advised = Advised::None;
    item->suspended = false;
    item->life++;
    return S_OK;
}

STDMETHODIMP FakeServer::Write(long server, long item, VARIANT value, long user)
{
    HRESULT entered = Enter(L"Write");
    return FAILED(entered) ? entered : Queue(server, item, value, nullptr, false, user, 0);
}

STDMETHODIMP FakeServer::Write2(long server, long item, VARIANT value, VARIANT time, long user)
{
    HRESULT entered = Enter(L"Write2");
    return FAILED(entered) ? entered : Queue(server, item, value, &time, false, user, 0);
}

STDMETHODIMP FakeServer::WriteSecured(long server, long item, long current, long verifier, VARIANT value)
{
    HRESULT entered = Enter(L"WriteSecured");
    return FAILED(entered) ? entered : Queue(server, item, value, nullptr, true, current, verifier);
}

STDMETHODIMP FakeServer::WriteSecured2(long server, long item, long current, long verifier, VARIANT value, VARIANT time)
{
    HRESULT entered = Enter(L"WriteSecured2");
    return FAILED(entered) ? entered : Queue(server, item, value, &time, true, current, verifier);
}

STDMETHODIMP FakeServer::AuthenticateUser(long server, BSTR name, BSTR password, long* user)
{
    *user = 0;
    HRESULT entered = Enter(L"AuthenticateUser");
    Registration* registration = FindServer(server);
    if (FAILED(entered) || !registration)
    {
        return FAILED(entered) ? entered : Fail(switches.badHandle);
    }
    std::wstring who = Lower(TextOf(name));
    bool known = (who == L"operator" || who == L"engineer") && TextOf(password) == who;
    if (!known && !switches.freeAccess)
    {
        return Fail(E_INVALIDARG);
    }
    *user = switches.freeAccess || who == L"operator" ? 1 : 2;
    registration->users.insert(*user);
    return S_OK;
}

STDMETHODIMP FakeServer::ArchestrAUserToId(long server, BSTR guid, long* user)
{
    *user = 0;
    HRESULT entered = Enter(L"ArchestrAUserToId");
    Registration* registration = FindServer(server);
    GUID parsed;
    if (FAILED(entered) || !registration)
    {
        return FAILED(entered) ? entered : Fail(switches.badHandle);
    }
    if (!guid || FAILED(CLSIDFromString(guid, &parsed)))
    {
        return Fail(E_INVALIDARG);
    }
    *user = 1;
    registration->users.insert(1);
    return S_OK;
}

STDMETHODIMP FakeServer::Suspend(long server, long item, MxStatus* status)
{
    HRESULT entered = Enter(L"Suspend");
    return FAILED(entered) ? entered : SuspendOrActivate(server, item, true, status);
}

STDMETHODIMP FakeServer::Activate(long server, long item, MxStatus* status)
{
    HRESULT entered = Enter(L"Activate");
    return FAILED(entered) ? entered : SuspendOrActivate(server, item, false, status);
}

STDMETHODIMP FakeServer::SetBufferedUpdateInterval(long server, long interval)
{
    HRESULT entered = Enter(L"SetBufferedUpdateInterval");
    Registration* registration = FindServer(server);
    if (FAILED(entered) || !registration || interval <= 0)
    {
        return FAILED(entered) ? entered : Fail(switches.badHandle);
    }
    registration->bufferedInterval = interval;
    return S_OK;
}

Registration* FakeServer::FindServer(long server)
{
    auto entry = servers.find(server);
    return entry == servers.end() ? nullptr : &entry->second;
}

Item* FakeServer::FindItem(long server, long item)
{
    Registration* registration = FindServer(server);
    if (!registration)
    {
        return nullptr;
    }
    auto entry = registration->items.find(item);
    return entry == registration->items.end() ? nullptr : &entry->second;
}

HRESULT FakeServer::Add(long server, BSTR definition, BSTR context, bool buffered, long* handle)
{
    *handle = 0;
    Registration* registration = FindServer(server);
    if (!registration)
    {
        return Fail(switches.badHandle);
    }
    Item item = {};
    item.handle = ++registration->lastItem;
    item.buffered = buffered;
    item.silent = !switches.silentItem.empty() && Lower(TextOf(definition)) == Lower(switches.silentItem);
    Resolve(item, Lower(TextOf(definition)), Lower(TextOf(context)));
    registration->items[item.handle] = item;
    *handle = item.handle;
    InterlockedIncrement(&counters.items);
    return S_OK;
}

HRESULT FakeServer::AdviseAs(long server, long handle, Advised kind)
{
    Item* item = FindItem(server, handle);
    if (!item)
    {
        return Fail(switches.badHandle);
    }
    bool again = item->advised != Advised::None;
    if (again && FAILED(switches.doubleAdvise))
    {
        return Fail(switches.doubleAdvise);
    }
    item->advised = kind;
    if (again)
    {
        return switches.doubleAdvise;
    }
    long life = ++item->life;
    apartment.After(switches.firstValueDelay, [=] { FirstValue(server, handle, life); });
    if (!changing)
    {
        changing = true;
        apartment.After(switches.changePeriod, [=] { Change(); });
    }
    return S_OK;
}

HRESULT FakeServer::Queue(long server, long handle, const VARIANT& value, const VARIANT* time, bool secured, long current, long verifier)
{
    Item* item = FindItem(server, handle);
    counters.lastWrittenType = value.vt;
    counters.lastTimeType = time ? time->vt : -1;
    if (!item || item->advised == Advised::None || !item->resolved || !item->attribute)
    {
        return Fail(switches.badHandle);
    }
    ::Write write = {};
    write.server = server;
    write.item = handle;
    write.secured = secured;
    write.currentUser = current;
    write.verifierUser = verifier;
    write.time = Now();
    SYSTEMTIME parts;
    if (time && (time->vt != VT_DATE || !VariantTimeToSystemTime(time->date, &parts) || !SystemTimeToFileTime(&parts, &write.time)))
    {
        return Fail(E_INVALIDARG);
    }
    HRESULT copied = CopyAny(&write.value, &value);
    if (FAILED(copied))
    {
        return Fail(copied);
    }
    if (item->attribute->name == L"Fake.Hang" && value.vt == VT_I4)
    {
        Sleep(value.lVal);
    }
    apartment.After(switches.writeDelay, [=] { Complete(write); });
    return S_OK;
}

HRESULT FakeServer::SuspendOrActivate(long server, long handle, bool suspend, MxStatus* status)
{
    memset(status, 0, sizeof *status);
    Item* item = FindItem(server, handle);
    if (!item || item->advised == Advised::None)
    {
        status->category = MxCategoryConfigurationError;
        return Fail(switches.badHandle);
    }
    status->success = switches.success;
    if (item->suspended == suspend)
    {
        return S_OK;
    }
    status->category = MxCategoryPending;
    item->suspended = suspend;
    if (switches.operationComplete)
    {
        apartment.After(switches.writeDelay, [=] { FireStatus(3, server, handle, Good()); });
    }
    return S_OK;
}
