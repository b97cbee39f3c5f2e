using System.Buffers.Binary;
using System.Text;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>What a PDF has to know of a TrueType font: glyphs of characters and their widths (OpenType 1.9, big-endian).</summary>
internal sealed class TrueTypeFont
{
    private readonly Dictionary<string, int> tables = new(StringComparer.Ordinal);
    private readonly int unitsPerEm;
    private readonly int metrics;
    private readonly int characters;

    public TrueTypeFont(byte[] bytes)
    {
        Bytes = bytes;
        for (var i = 0; i < U16(4); i++)
        {
            tables[Encoding.ASCII.GetString(bytes, 12 + (16 * i), 4)] = (int)U32(12 + (16 * i) + 8);
        }

        unitsPerEm = U16(tables["head"] + 18);
        metrics = U16(tables["hhea"] + 34);
        characters = FullCharacterMap();
    }

    public byte[] Bytes { get; }

    /// <summary>Height above the baseline, in thousandths of the size.</summary>
    public int Ascent => Scaled(S16(tables["hhea"] + 4));

    /// <summary>Depth below the baseline, negative, in thousandths of the size.</summary>
    public int Descent => Scaled(S16(tables["hhea"] + 6));

    /// <summary>Left, bottom, right and top of the box around all glyphs, in thousandths of the size.</summary>
    public IReadOnlyList<int> Box => [.. Enumerable.Range(0, 4).Select(i => Scaled(S16(tables["head"] + 36 + (2 * i))))];

    /// <summary>Glyph of a character; 0 when the font has none.</summary>
    public int Glyph(Rune character)
    {
        for (var group = 0; group < U32(characters + 12); group++)
        {
            var at = characters + 16 + (12 * group);
            if (character.Value >= U32(at) && character.Value <= U32(at + 4))
            {
                return (int)(U32(at + 8) + (uint)character.Value - U32(at));
            }
        }

        return 0;
    }

    /// <summary>Width of a glyph, in thousandths of the size.</summary>
    public int Width(int glyph) => Scaled(U16(tables["hmtx"] + (4 * Math.Min(glyph, metrics - 1))));

    // Format 12 covers all of Unicode; fonts that reach beyond the first plane have it.
    private int FullCharacterMap()
    {
        var map = tables["cmap"];
        for (var i = 0; i < U16(map + 2); i++)
        {
            var at = map + (int)U32(map + 4 + (8 * i) + 4);
            if (U16(at) == 12)
            {
                return at;
            }
        }

        throw new InvalidOperationException("The font has no character map of format 12.");
    }

    private int Scaled(int units) => units * 1000 / unitsPerEm;

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(at));

    private short S16(int at) => BinaryPrimitives.ReadInt16BigEndian(Bytes.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(at));
}
