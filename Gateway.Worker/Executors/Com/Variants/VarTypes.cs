namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>VARTYPEs besides those that an <see cref="Values.MxValue"/> can hold.</summary>
internal static class VarTypes
{
    public const int Bstr = 8;
    public const int Variant = 12;
    public const int Decimal = 14;
    public const int Int = 22;
    public const int UInt = 23;
    public const int Hresult = 25;
    public const int Record = 36;
    public const int Array = 0x2000;
    public const int ByRef = 0x4000;
}
