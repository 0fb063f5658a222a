namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// Offsets and sizes, in bytes, of the COM structures that the executor uses, for processes of one pointer size. All reading of
/// memory uses these values, so the 32-bit layout can be tested on any machine.
/// </summary>
internal sealed class ComLayout
{
    private const int BytesOfLong = 4;

    private ComLayout(int pointerSize) => PointerSize = pointerSize;

    public static ComLayout Bits32 { get; } = new(4);

    public static ComLayout Bits64 { get; } = new(8);

    /// <summary>The layout of this process.</summary>
    public static ComLayout Current { get; } = IntPtr.Size == 4 ? Bits32 : Bits64;

    public int PointerSize { get; }

    /// <summary>Size of a VARIANT. Its VARTYPE is at 0; a DECIMAL covers the whole structure.</summary>
    public int VariantSize => VariantData + (2 * PointerSize);

    public const int VariantData = 8;

    /// <summary>VARIANT.pRecInfo of a VT_RECORD.</summary>
    public int VariantRecordInfo => VariantData + PointerSize;

    /// <summary>Offset in DISPPARAMS. The pointer to the arguments, of which the last comes first, is at 0.</summary>
    public int ArgumentNames => PointerSize;

    public int ArgumentCount => 2 * PointerSize;

    public int ArgumentNameCount => ArgumentCount + BytesOfLong;

    public int DispParamsSize => ArgumentNameCount + BytesOfLong;

    /// <summary>Offset in SAFEARRAY. The number of dimensions is at 0.</summary>
    public const int ArrayElementSize = 4;

    public int ArrayData => Aligned(12);

    /// <summary>Offset of the first SAFEARRAYBOUND, which has the number of elements and the lower bound.</summary>
    public int ArrayBounds => ArrayData + PointerSize;

    public const int ArrayBoundSize = 2 * BytesOfLong;

    public int ArraySize => ArrayBounds + ArrayBoundSize;

    public int ExceptionSource => Aligned(4);

    public int ExceptionDescription => ExceptionSource + PointerSize;

    public int ExceptionHelpFile => ExceptionDescription + PointerSize;

    public int ExceptionHelpContext => ExceptionHelpFile + PointerSize;

    /// <summary>EXCEPINFO.pfnDeferredFillIn, which follows a reserved pointer.</summary>
    public int ExceptionDeferred => Aligned(ExceptionHelpContext + BytesOfLong) + PointerSize;

    public int ExceptionCode => ExceptionDeferred + PointerSize;

    public int ExceptionSize => Aligned(ExceptionCode + BytesOfLong);

    /// <summary>Offset in MXSTATUS_PROXY. The success is at 0. The layout is the same for both pointer sizes.</summary>
    public const int StatusCategory = 4;

    public const int StatusDetectedBy = 8;

    public const int StatusDetail = 12;

    public const int StatusSize = 16;

    private int Aligned(int offset) => (offset + PointerSize - 1) / PointerSize * PointerSize;
}
