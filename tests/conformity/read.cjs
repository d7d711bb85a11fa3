// Turns an xlsx into JSON on standard output: what ExcelJS and SheetJS read in each cell, by sheet and coordinate.
const ExcelJS = require('exceljs')
const SheetJS = require('xlsx')

function plain(value) {
  if (value && typeof value === 'object') {
    // ExcelJS keeps no result that is 0 or empty.
    return 'text' in value ? value.text : (value.result ?? 0)
  }
  return value
}

async function byExcelJS(file) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const found = {}
  book.eachSheet((sheet) => {
    const cells = (found[sheet.name] = {})
    sheet.eachRow((row) => row.eachCell((cell) => (cells[cell.address] = plain(cell.value))))
  })
  return found
}

function bySheetJS(file) {
  const book = SheetJS.readFile(file)
  const found = {}
  for (const name of book.SheetNames) {
    const cells = Object.entries(book.Sheets[name]).filter(([at]) => !at.startsWith('!'))
    found[name] = Object.fromEntries(cells.map(([at, cell]) => [at, cell.v]))
  }
  return found
}

const [file] = process.argv.slice(2)
byExcelJS(file).then((exceljs) => console.log(JSON.stringify({ exceljs, sheetjs: bySheetJS(file) })))
