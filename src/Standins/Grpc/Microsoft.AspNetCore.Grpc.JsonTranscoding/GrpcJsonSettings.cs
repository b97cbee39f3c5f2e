namespace Microsoft.AspNetCore.Grpc.JsonTranscoding;

/// <summary>How messages are written as JSON. Reading takes all forms the protobuf JSON mapping allows.</summary>
public sealed class GrpcJsonSettings
{
    /// <summary>Leaves out fields that have their default value. Default <c>false</c>.</summary>
    public bool IgnoreDefaultValues { get; set; }

    /// <summary>Writes enums as numbers instead of names. Default <c>false</c>.</summary>
    public bool WriteEnumsAsIntegers { get; set; }

    /// <summary>Writes 64-bit integers as strings, as the protobuf JSON mapping asks, not as numbers. Default <c>false</c>.</summary>
    public bool WriteInt64sAsStrings { get; set; }

    /// <summary>Breaks lines and indents. Default <c>false</c>.</summary>
    public bool WriteIndented { get; set; }
}
