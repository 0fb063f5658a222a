#include "Attribute.h"
#include <vector>
#include "Alarm.h"

FILETIME Now()
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    return now;
}

std::wstring Lower(std::wstring text)
{
    for (auto& c : text)
    {
        c = static_cast<wchar_t>(towlower(c));
    }
    return text;
}

HRESULT CopyAny(VARIANT* target, const VARIANT* source)
{
    if (source->vt == VT_FILETIME)
    {
        *target = *source;
        return S_OK;
    }
    VariantInit(target);
    return VariantCopyInd(target, const_cast<VARIANT*>(source));
}

static bool SameArray(SAFEARRAY* left, SAFEARRAY* right, VARTYPE type)
{
    if (!left || !right || left->cDims != 1 || right->cDims != 1 || left->rgsabound[0].cElements != right->rgsabound[0].cElements)
    {
        return false;
    }
    ULONG count = left->rgsabound[0].cElements;
    if (type != VT_BSTR)
    {
        return type != VT_VARIANT && memcmp(left->pvData, right->pvData, size_t(count) * left->cbElements) == 0;
    }
    for (ULONG i = 0; i < count; i++)
    {
        BSTR l = static_cast<BSTR*>(left->pvData)[i];
        BSTR r = static_cast<BSTR*>(right->pvData)[i];
        if (SysStringLen(l) != SysStringLen(r) || memcmp(l, r, SysStringByteLen(l)) != 0)
        {
            return false;
        }
    }
    return true;
}

bool SameValue(const VARIANT& left, const VARIANT& right)
{
    if (left.vt != right.vt)
    {
        return false;
    }
    if (left.vt & VT_ARRAY)
    {
        return SameArray(left.parray, right.parray, left.vt & VT_TYPEMASK);
    }
    switch (left.vt)
    {
    case VT_BSTR:
        return SysStringLen(left.bstrVal) == SysStringLen(right.bstrVal)
            && memcmp(left.bstrVal, right.bstrVal, SysStringByteLen(left.bstrVal)) == 0;
    case VT_EMPTY:
    case VT_NULL:
        return true;
    case VT_I1: case VT_UI1:
        return left.bVal == right.bVal;
    case VT_I2: case VT_UI2: case VT_BOOL:
        return left.iVal == right.iVal;
    case VT_I4: case VT_UI4: case VT_INT: case VT_UINT: case VT_ERROR: case VT_R4:
        return left.lVal == right.lVal;
    case VT_DECIMAL:
        return memcmp(&left, &right, 16) == 0;
    default:
        return left.llVal == right.llVal;
    }
}

static Attribute& Add(Galaxy& galaxy, const std::wstring& name, long dataType, Access access = Access::Free)
{
    Attribute attribute = {};
    attribute.name = name;
    attribute.quality = 192;
    attribute.dataType = dataType;
    attribute.access = access;
    attribute.time = Now();
    VariantInit(&attribute.value);
    return galaxy.emplace(Lower(name), attribute).first->second;
}

void AddBoolean(Galaxy& galaxy, const std::wstring& name, bool value, Access access)
{
    Attribute& attribute = Add(galaxy, name, 1, access);
    attribute.value.vt = VT_BOOL;
    attribute.value.boolVal = value ? VARIANT_TRUE : VARIANT_FALSE;
}

void AddInteger(Galaxy& galaxy, const std::wstring& name, long value, Access access)
{
    Attribute& attribute = Add(galaxy, name, 2, access);
    attribute.value.vt = VT_I4;
    attribute.value.lVal = value;
}

void AddFloat(Galaxy& galaxy, const std::wstring& name, float value, Access access)
{
    Attribute& attribute = Add(galaxy, name, 3, access);
    attribute.value.vt = VT_R4;
    attribute.value.fltVal = value;
}

void AddDate(Galaxy& galaxy, const std::wstring& name, double value, Access access)
{
    Attribute& attribute = Add(galaxy, name, 6, access);
    attribute.value.vt = VT_DATE;
    attribute.value.date = value;
}

void AddText(Galaxy& galaxy, const std::wstring& name, const wchar_t* value, Access access)
{
    Attribute& attribute = Add(galaxy, name, 5, access);
    attribute.value.vt = VT_BSTR;
    attribute.value.bstrVal = SysAllocString(value);
}

static void AddNumber(Galaxy& galaxy, const wchar_t* name, VARTYPE type, LONGLONG bits, long dataType)
{
    Attribute& attribute = Add(galaxy, name, dataType);
    attribute.value.llVal = bits;
    attribute.value.vt = type;
}

static void AddArray(Galaxy& galaxy, const std::wstring& name, VARTYPE type, const void* elements, ULONG count, long dataType)
{
    Attribute& attribute = Add(galaxy, name, dataType);
    SAFEARRAY* array = SafeArrayCreateVector(type, 0, count);
    if (type == VT_BSTR)
    {
        for (ULONG i = 0; i < count; i++)
        {
            static_cast<BSTR*>(array->pvData)[i] = SysAllocString(static_cast<const wchar_t* const*>(elements)[i]);
        }
    }
    else
    {
        memcpy(array->pvData, elements, size_t(count) * array->cbElements);
    }
    attribute.array = true;
    attribute.value.vt = VT_ARRAY | type;
    attribute.value.parray = array;
}

// The names of the object's attributes, without the object's name.
static void AddDiscovery(Galaxy& galaxy, const std::wstring& object)
{
    std::wstring prefix = Lower(object) + L".";
    std::vector<const wchar_t*> names;
    for (auto& entry : galaxy)
    {
        if (entry.first.compare(0, prefix.size(), prefix) == 0)
        {
            names.push_back(entry.second.name.c_str() + prefix.size());
        }
    }
    AddArray(galaxy, object + L"._Attributes", VT_BSTR, names.data(), static_cast<ULONG>(names.size()), 5);
}

// The part of the galaxy that has the simulator's names and meanings.
static void AddPlant(Galaxy& galaxy, float alarmLimit)
{
    AddFloat(galaxy, L"Tank101.Level.Gain", 1.5f, Access::Free);
    AddFloat(galaxy, L"Tank101.Level.PV", 50, Access::Free);
    AddFloat(galaxy, L"Tank101.InFlow", 12.5f, Access::ReadOnly);
    AddFloat(galaxy, L"AIT101.PH.PV", 7, Access::ReadOnly);
    AddBoolean(galaxy, L"Tank101.InService", false, Access::Secured);
    AddBoolean(galaxy, L"Plant.EmergencyStop", false, Access::Verified);
    Alarm::AddTo(galaxy, L"Tank101.Level.Hi", alarmLimit);
    Alarm::AddTo(galaxy, L"AIT101.PH.Hi", 8.5f);
    for (auto object : { L"Tank101", L"AIT101" })
    {
        AddText(galaxy, std::wstring(object) + L".Area", L"Plant", Access::ReadOnly);
        AddText(galaxy, std::wstring(object) + L".ShortDesc", L"An object with an alarm", Access::ReadOnly);
        AddDiscovery(galaxy, object);
    }
    const wchar_t* crew[] = { L"Ada", L"Grace", L"Edsger" };
    AddArray(galaxy, L"Plant.Crew", VT_BSTR, crew, 3, 5);
    AddBoolean(galaxy, L"Platform.ScanState", true, Access::Free);
}

static void AddTypes(Galaxy& galaxy)
{
    AddNumber(galaxy, L"Types.Boolean", VT_BOOL, 0xFFFF, 1);
    AddNumber(galaxy, L"Types.I1", VT_I1, 0x85, 2);
    AddNumber(galaxy, L"Types.I2", VT_I2, 0x8001, 2);
    AddNumber(galaxy, L"Types.I4", VT_I4, 0x80000001, 2);
    AddNumber(galaxy, L"Types.I8", VT_I8, static_cast<LONGLONG>(0x8000000000000001ULL), 2);
    AddNumber(galaxy, L"Types.UI1", VT_UI1, 0xFE, 2);
    AddNumber(galaxy, L"Types.UI2", VT_UI2, 0xFFFE, 2);
    AddNumber(galaxy, L"Types.UI4", VT_UI4, 0xFFFFFFFE, 2);
    AddNumber(galaxy, L"Types.UI8", VT_UI8, static_cast<LONGLONG>(0xFFFFFFFFFFFFFFFEULL), 2);
    AddNumber(galaxy, L"Types.Int", VT_INT, 0xFFFFFFFF, 2);
    AddNumber(galaxy, L"Types.UInt", VT_UINT, 0xFFFFFFFF, 2);
    AddNumber(galaxy, L"Types.Error", VT_ERROR, 0x80020004, 2);
    AddNumber(galaxy, L"Types.Cy", VT_CY, -12345678, 4);
    AddNumber(galaxy, L"Types.FileTime", VT_FILETIME, 133485408000000001LL, 6);
    Attribute& single = Add(galaxy, L"Types.R4", 3);
    single.value.vt = VT_R4;
    single.value.fltVal = -2.25f;
    Attribute& number = Add(galaxy, L"Types.R8", 4);
    number.value.vt = VT_R8;
    number.value.dblVal = 0.1;
    Attribute& date = Add(galaxy, L"Types.Date", 6);
    date.value.vt = VT_DATE;
    date.value.date = 45000.25;
    Attribute& text = Add(galaxy, L"Types.Text", 5);
    text.value.vt = VT_BSTR;
    text.value.bstrVal = SysAllocString(L"Gr\u00fc\u00dfe \U0001F600");
    Attribute& fine = Add(galaxy, L"Types.Decimal", 4);
    fine.value.decVal.Lo64 = 123456789;
    fine.value.decVal.scale = 4;
    fine.value.decVal.sign = 0x80;
    fine.value.vt = VT_DECIMAL;
    Add(galaxy, L"Types.Empty", 0);
    Add(galaxy, L"Types.Null", 0).value.vt = VT_NULL;
    for (auto form : { L"ByRefI4", L"ByRefVariant", L"ByRefText", L"ByRefArray", L"VariantArray", L"MixedArray", L"Matrix", L"NullText", L"Dispatch" })
    {
        Add(galaxy, (std::wstring(L"Types.") + form).c_str(), -1).form = form;
    }
    // Accepts any value unchanged and returns it.
    Add(galaxy, L"Types.Echo", -1).form = L"Echo";
}

static void AddArrays(Galaxy& galaxy)
{
    const VARIANT_BOOL truths[] = { VARIANT_TRUE, VARIANT_FALSE };
    AddArray(galaxy, L"Types.BooleanArray", VT_BOOL, truths, 2, 1);
    const LONGLONG wide[] = { -1, 2 };
    AddArray(galaxy, L"Types.I8Array", VT_I8, wide, 2, 2);
    AddArray(galaxy, L"Types.CyArray", VT_CY, wide, 2, 4);
    const long whole[] = { -1, 2, 3 };
    AddArray(galaxy, L"Types.I4Array", VT_I4, whole, 3, 2);
    const BYTE small[] = { 1, 255 };
    AddArray(galaxy, L"Types.UI1Array", VT_UI1, small, 2, 2);
    const double doubles[] = { 45000.25, 2 };
    AddArray(galaxy, L"Types.R8Array", VT_R8, doubles, 2, 4);
    AddArray(galaxy, L"Types.DateArray", VT_DATE, doubles, 2, 6);
    AddArray(galaxy, L"Types.NoneArray", VT_I4, whole, 0, 2);
}

static void AddControls(Galaxy& galaxy)
{
    for (auto name : { L"Fake.Burst", L"Fake.Hang", L"Fake.Crash" })
    {
        Add(galaxy, name, 2).value.vt = VT_I4;
    }
    AddBoolean(galaxy, L"Fake.PlatformUp", true, Access::Free);
}

Galaxy MakeGalaxy(float alarmLimit)
{
    Galaxy galaxy;
    AddPlant(galaxy, alarmLimit);
    AddTypes(galaxy);
    AddArrays(galaxy);
    AddControls(galaxy);
    return galaxy;
}

void ClearGalaxy(Galaxy& galaxy)
{
    for (auto& entry : galaxy)
    {
        if (entry.second.value.vt != VT_FILETIME)
        {
            VariantClear(&entry.second.value);
        }
    }
    galaxy.clear();
}
