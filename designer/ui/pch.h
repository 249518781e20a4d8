// The wx headers every window needs; precompiled.
#pragma once

#include <wx/aui/aui.h>
#include <wx/bmpbndl.h>
#include <wx/dcbuffer.h>
#include <wx/graphics.h>
#include <wx/scrolwin.h>
#include <wx/wx.h>
